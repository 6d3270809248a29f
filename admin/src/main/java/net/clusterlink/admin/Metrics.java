package net.clusterlink.admin;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import net.clusterlink.api.ResourceName;
import net.clusterlink.dataplane.DataplaneEvents;
import net.clusterlink.dataplane.PeerHealth;
import net.clusterlink.dataplane.SessionEnd;
import net.clusterlink.dataplane.Side;
import net.clusterlink.dataplane.TunnelInfo;
import net.clusterlink.dataplane.TunnelRefusal;

/**
 * Counts what the data plane does, for Prometheus. Meters are registered on their first use and
 * looked up without a lock afterwards, so event loops are not held up. Any thread.
 */
public final class Metrics implements DataplaneEvents, AutoCloseable {
  private static final int MAX_IMPORTS = 1_000;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final SessionMeters sessions;
  private final TunnelMeters tunnels;
  private final BoundedLabels<String, Counter> importFailures;
  private volatile Optional<PeerMeters> peers = Optional.empty();

  /**
   * Registers the gauges; sessions and tunnels get their meters when there are some.
   *
   * @param logLinesDropped how many log lines were dropped since the start
   */
  public Metrics(CurrentSnapshot snapshot, LongSupplier logLinesDropped) {
    this.sessions = new SessionMeters(registry, snapshot::exports);
    this.tunnels = new TunnelMeters(registry);
    this.importFailures =
        new BoundedLabels<>(MAX_IMPORTS, imported -> "other", this::importFailureCounter);
    Gauge.builder(MetricNames.SNAPSHOT_GENERATION, snapshot, taken -> taken.snapshot().generation())
        .strongReference(true)
        .description("Counts up with every change of the configuration in force")
        .register(registry);
    Gauge.builder(MetricNames.SNAPSHOT_AGE, snapshot, taken -> taken.age().toMillis() / 1e3)
        .strongReference(true)
        .description("How long the configuration has been in force")
        .register(registry);
    FunctionCounter.builder(MetricNames.LOG_LINES_DROPPED, logLinesDropped, LongSupplier::getAsLong)
        .description("Log lines dropped because standard error was too slow")
        .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /**
   * Shows the errors of the configuration as well.
   *
   * @param errors how many there are now
   */
  public void watchConfiguration(IntSupplier errors) {
    Gauge.builder(MetricNames.CONFIG_PROBLEMS, errors, IntSupplier::getAsInt)
        .strongReference(true)
        .description("Errors in the configuration that are not mended yet")
        .register(registry);
  }

  /**
   * Shows the imports that clients cannot reach as well.
   *
   * @param failed how many cannot listen now
   */
  public void watchImports(IntSupplier failed) {
    Gauge.builder(MetricNames.IMPORTS_FAILED, failed, IntSupplier::getAsInt)
        .strongReference(true)
        .description("Imports that cannot listen for their clients now")
        .register(registry);
  }

  /** Shows until when the certificates in force are valid, and what became of others. */
  public void watchCertificates(CurrentCertificates certificates) {
    expiry("peer", certificates, CurrentCertificates::expiry);
    expiry("ca", certificates, CurrentCertificates::authorityExpiry);
    reloads("taken", certificates, CurrentCertificates::taken);
    reloads("refused", certificates, CurrentCertificates::refused);
  }

  private void expiry(
      String which,
      CurrentCertificates certificates,
      Function<CurrentCertificates, Optional<Instant>> end) {
    Gauge.builder(
            MetricNames.CERTIFICATE_EXPIRY,
            certificates,
            now ->
                end.apply(now)
                    .map(Instant::getEpochSecond)
                    .map(Long::doubleValue)
                    .orElse(Double.NaN))
        .strongReference(true)
        .description("When the certificate ends, in seconds since 1970")
        .tag("which", which)
        .register(registry);
  }

  private void reloads(
      String outcome,
      CurrentCertificates certificates,
      ToDoubleFunction<CurrentCertificates> count) {
    FunctionCounter.builder(MetricNames.CERTIFICATE_RELOADS, certificates, count)
        .description("Changed certificates that were taken up, or refused as they are of no use")
        .tag("outcome", outcome)
        .register(registry);
  }

  /**
   * Shows how peers are reached as well. To be called before the first scrape.
   *
   * @param health of all peers, in the order of their names
   */
  public void watchPeers(Supplier<List<PeerHealth>> health) {
    peers = Optional.of(new PeerMeters(registry, health));
  }

  /** All metrics now, in the Prometheus text format, version 0.0.4. */
  public String scrape() {
    peers.ifPresent(PeerMeters::refresh);
    return registry.scrape();
  }

  @Override
  public void sessionOpened(
      Side side,
      Optional<ResourceName> imported,
      ResourceName export,
      String peer,
      Duration openLatency) {
    sessions.opened(side, imported, export, peer, openLatency);
  }

  @Override
  public void sessionEnded(SessionEnd end) {
    sessions.ended(end);
  }

  @Override
  public void tunnelEstablished(TunnelInfo tunnel) {
    tunnels.established(tunnel);
  }

  @Override
  public void tunnelClosed(TunnelInfo tunnel, String why) {
    tunnels.closed(tunnel);
  }

  @Override
  public void protocolViolated(TunnelInfo tunnel, String detail) {
    tunnels.violated(tunnel.peer());
  }

  @Override
  public void tunnelRefused(
      boolean dialed,
      Optional<String> peer,
      InetSocketAddress remote,
      TunnelRefusal reason,
      String detail) {
    tunnels.refused(dialed, peer, reason);
  }

  @Override
  public void reservedAttributesDropped(String session, String peer, Set<String> keys) {
    tunnels.attributesDropped(peer, keys.size());
  }

  @Override
  public void importListening(ResourceName imported, InetSocketAddress address) {
    // The log tells it; a count of imports that listen says less than one of those that cannot.
  }

  @Override
  public void importFailed(ResourceName imported, InetSocketAddress address, String detail) {
    importFailures.of(imported.toString()).increment();
  }

  @Override
  public void peerHealthChanged(PeerHealth health) {
    // The log tells of changes; the gauges show how it is at each scrape.
  }

  @Override
  public void close() {
    registry.close();
  }

  private Counter importFailureCounter(String imported) {
    return Counter.builder(MetricNames.IMPORT_FAILURES)
        .description("Attempts to listen for an import's clients that failed")
        .tag("import", imported)
        .register(registry);
  }
}
