package net.clusterlink.cli.gateway;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import net.clusterlink.admin.AccessToken;
import net.clusterlink.admin.AdminAccess;
import net.clusterlink.admin.AdminServer;
import net.clusterlink.admin.CertificateLog;
import net.clusterlink.admin.CurrentCertificates;
import net.clusterlink.admin.CurrentSnapshot;
import net.clusterlink.admin.EventFanout;
import net.clusterlink.admin.Metrics;
import net.clusterlink.admin.Readiness;
import net.clusterlink.admin.SessionLog;
import net.clusterlink.admin.read.ExplainEndpoint;
import net.clusterlink.admin.read.ReadApi;
import net.clusterlink.api.HostPort;
import net.clusterlink.controlplane.ControlPlane;
import net.clusterlink.controlplane.directory.DirectoryStore;
import net.clusterlink.controlplane.status.ResourceStatus;
import net.clusterlink.controlplane.status.StatusEvents;
import net.clusterlink.controlplane.store.UnreadablePolicy;
import net.clusterlink.dataplane.Dataplane;
import net.clusterlink.dataplane.Transport;
import net.clusterlink.fabric.CredentialsWatch;
import net.clusterlink.fabric.PeerCredentials;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A whole gateway: both planes and its admin server. Start once, close once. */
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final GatewayConfig config;
  private final PeerCredentials credentials;
  private final CurrentSnapshot snapshot;
  private final Readiness readiness;
  private final ResourceStatus status;
  private final Metrics metrics;
  private final AdminServer admin;
  private final Dataplane dataplane;
  private final CredentialsWatch credentialsWatch;
  private final ControlPlane controlPlane;
  private final ReadApi readApi;

  /**
   * Puts the parts together; only the admin port is taken yet.
   *
   * @param logLinesDropped how many log lines were dropped since the start
   * @throws net.clusterlink.fabric.FabricException when the certificates cannot be used
   * @throws net.clusterlink.admin.AdminException when the admin port cannot be had
   */
  public Gateway(GatewayConfig config, Clock clock, LongSupplier logLinesDropped) {
    this.config = config;
    credentials = PeerCredentials.load(config.certs(), clock);
    PeerCredentials.warnings(config.certs()).forEach(LOG::warn);
    snapshot = new CurrentSnapshot(clock);
    readiness = new Readiness(snapshot);
    metrics = new Metrics(snapshot, logLinesDropped);
    status = new ResourceStatus(clock);
    CurrentCertificates certificates =
        new CurrentCertificates(credentials, clock, new CertificateLog(LOG, clock));
    admin = new AdminServer(access(certificates), readiness, metrics::scrape);
    dataplane =
        new Dataplane(
            config.dataplane(admin.address()),
            credentials,
            new EventFanout(
                LOG, metrics, new StatusEvents(status), new SessionLog(LOG, System::nanoTime)),
            clock,
            Transport.best());
    metrics.watchCertificates(certificates);
    readiness.watchCertificates(certificates);
    credentialsWatch =
        new CredentialsWatch(
            config.certs(), credentials, dataplane::accept, certificates, clock, BETWEEN_LOOKS);
    metrics.watchImports(dataplane::failedImports);
    metrics.watchPeers(dataplane::peers);
    controlPlane =
        new ControlPlane(
            new DirectoryStore(config.config()),
            status.andThen(dataplane).andThen(snapshot),
            clock);
    metrics.watchConfiguration(() -> controlPlane.status().problems().errors());
    readApi =
        ReadApi.of(new RunningState(snapshot, status, dataplane, controlPlane::status), clock)
            .with(
                "explain",
                new ExplainEndpoint(
                    credentials.peer(), snapshot::snapshot, new RunningExplanations(dataplane)));
  }

  private AdminAccess access(CurrentCertificates certificates) {
    return new AdminAccess(
        config.admin(), config.adminToken().map(AccessToken::read), certificates::credentials);
  }

  /**
   * Opens the ports and puts the configuration in force.
   *
   * @throws net.clusterlink.dataplane.DataplaneException when the port for peers cannot be had
   * @throws net.clusterlink.controlplane.store.StoreException when there is no such directory
   */
  public void start() {
    admin.start(readApi);
    // The configuration first: a peer that comes at once is not refused for want of it.
    controlPlane.start();
    dataplane.start();
    credentialsWatch.start();
    readiness.started(this::unreadablePolicies);
  }

  /** Where health and metrics are served. */
  public InetSocketAddress adminAddress() {
    return admin.address();
  }

  /** Where peers reach this gateway. */
  public InetSocketAddress listenAddress() {
    return dataplane.listenAddress();
  }

  /** One line that says who this is, where it listens and what it offers. */
  public String announcement() {
    return "gateway "
        + credentials.peer()
        + " ready: peers on "
        + text(dataplane.listenAddress())
        + ", imports on "
        + config.importAddress().getHostAddress()
        + ", admin on "
        + text(admin.address())
        + ", transport "
        + dataplane.transport()
        + ", "
        + snapshot.snapshot().imports().size()
        + " imports, "
        + snapshot.snapshot().exports().size()
        + " exports";
  }

  /** Takes no new session, and waits for those that live, at most for the drain time. */
  public void drain() throws InterruptedException {
    readiness.draining();
    LOG.atInfo()
        .addKeyValue("timeout-ms", config.drainTimeout().toMillis())
        .log("draining, no new sessions are taken");
    int aborted = dataplane.drain(config.drainTimeout());
    LOG.atInfo().addKeyValue("aborted-sessions", aborted).log("drained");
  }

  /** Ends everything that is left, in the reverse order of its start. */
  @Override
  public void close() {
    controlPlane.close();
    credentialsWatch.close();
    dataplane.close();
    admin.close();
    metrics.close();
  }

  private List<String> unreadablePolicies() {
    return controlPlane.status().unreadablePolicies().stream()
        .map(UnreadablePolicy::cause)
        .toList();
  }

  private static String text(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    return new HostPort(host.getHostAddress(), address.getPort()).toString();
  }
}
