package net.clusterlink.admin;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import net.clusterlink.dataplane.TunnelInfo;
import net.clusterlink.dataplane.TunnelRefusal;

/**
 * Counts tunnels, and what peers claim on them. Peers are those with a certificate of the fabric,
 * or configured here; a caller that was refused has no name, so its label is empty.
 */
final class TunnelMeters {
  private static final int MAX_ENDS = 500;
  private static final int MAX_REFUSALS = 1_000;
  private static final String OTHER = "other";

  private final MeterRegistry registry;
  private final BoundedLabels<End, EndMeters> ends;
  private final BoundedLabels<Refusal, Counter> refusals;
  private final BoundedLabels<String, Counter> violations;
  private final BoundedLabels<String, Counter> attributesDropped;

  private record End(boolean dialed, String peer) {
    Tags tags() {
      return Tags.of("direction", dialed ? "dialed" : "accepted", "peer", peer);
    }

    End other() {
      return new End(dialed, OTHER);
    }
  }

  private record EndMeters(Counter established, Counter closed, AtomicLong live) {}

  private record Refusal(End end, TunnelRefusal reason) {
    Refusal other() {
      return new Refusal(end.other(), reason);
    }
  }

  TunnelMeters(MeterRegistry registry) {
    this.registry = registry;
    this.ends = new BoundedLabels<>(MAX_ENDS, End::other, this::endMeters);
    this.refusals = new BoundedLabels<>(MAX_REFUSALS, Refusal::other, this::refusalCounter);
    this.violations = new BoundedLabels<>(MAX_ENDS, peer -> OTHER, this::violationsCounter);
    this.attributesDropped =
        new BoundedLabels<>(MAX_ENDS, peer -> OTHER, this::attributesDroppedCounter);
  }

  void established(TunnelInfo tunnel) {
    EndMeters meters = ends.of(new End(tunnel.dialed(), tunnel.peer()));
    meters.established().increment();
    meters.live().incrementAndGet();
  }

  void closed(TunnelInfo tunnel) {
    EndMeters meters = ends.of(new End(tunnel.dialed(), tunnel.peer()));
    meters.closed().increment();
    meters.live().decrementAndGet();
  }

  void refused(boolean dialed, Optional<String> peer, TunnelRefusal reason) {
    refusals.of(new Refusal(new End(dialed, peer.orElse("")), reason)).increment();
  }

  void violated(String peer) {
    violations.of(peer).increment();
  }

  void attributesDropped(String peer, int count) {
    attributesDropped.of(peer).increment(count);
  }

  private EndMeters endMeters(End end) {
    AtomicLong live = new AtomicLong();
    Gauge.builder(MetricNames.TUNNELS_LIVE, live, AtomicLong::get)
        .strongReference(true)
        .description("Tunnels that are up now, free or with a session")
        .tags(end.tags())
        .register(registry);
    return new EndMeters(
        counter(MetricNames.TUNNELS_ESTABLISHED, "Tunnels that became ready", end.tags()),
        counter(MetricNames.TUNNELS_CLOSED, "Tunnels closed after they were ready", end.tags()),
        live);
  }

  private Counter refusalCounter(Refusal refusal) {
    return counter(
        MetricNames.TUNNELS_REFUSED,
        "Connections between gateways that did not become a tunnel",
        refusal.end().tags().and("reason", refusal.reason().toString()));
  }

  private Counter violationsCounter(String peer) {
    return counter(
        MetricNames.PROTOCOL_VIOLATIONS,
        "Tunnels broken off as the peer broke a rule of the protocol",
        Tags.of("peer", peer));
  }

  private Counter attributesDroppedCounter(String peer) {
    return counter(
        MetricNames.ATTRIBUTES_DROPPED,
        "Attributes that peers claimed and that are not theirs to claim",
        Tags.of("peer", peer));
  }

  private Counter counter(String name, String description, Tags tags) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }
}
