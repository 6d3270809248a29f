package net.clusterlink.dataplane;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vavr.collection.HashMap;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import net.clusterlink.api.AccessRule;
import net.clusterlink.api.Export;
import net.clusterlink.api.HostPort;
import net.clusterlink.api.Import;
import net.clusterlink.api.ImportSource;
import net.clusterlink.api.LabelSelector;
import net.clusterlink.api.LoadBalancingScheme;
import net.clusterlink.api.Metadata;
import net.clusterlink.api.Peer;
import net.clusterlink.api.ResourceName;
import net.clusterlink.api.Workload;
import net.clusterlink.fabric.PeerCredentials;
import net.clusterlink.fabric.testing.TestAuthority;
import net.clusterlink.fabric.testing.TestPeer;
import net.clusterlink.policy.PolicySet;
import net.clusterlink.policy.Tier;
import net.clusterlink.snapshot.Snapshot;
import net.clusterlink.snapshot.SnapshotUpdate;

/** The gateway of peer west, alone: the other gateways are played by the test. */
final class GatewayUnderTest implements AutoCloseable {
  static final ResourceName ECHO = new ResourceName("default", "echo");

  /** For what must not come in time; the others are too long to matter. */
  static final Timeouts SHORT =
      new Timeouts(
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          Duration.ofSeconds(3),
          Duration.ofMinutes(5),
          Duration.ofHours(1),
          Duration.ofSeconds(5));

  /** For tests that take every tunnel for one of a session. */
  static final HeartbeatTiming NO_HEARTBEATS =
      new HeartbeatTiming(
          Duration.ofDays(1),
          Duration.ofDays(1),
          Duration.ofDays(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(3),
          Duration.ofSeconds(1),
          5,
          3);

  final TestAuthority authority = TestAuthority.create("fabric");
  final RecordedEvents events = new RecordedEvents();
  final Dataplane dataplane;
  private final int importPort;
  private volatile Duration ahead = Duration.ZERO;
  private Snapshot snapshot = Snapshot.empty();

  GatewayUnderTest(Timeouts timeouts) throws IOException {
    this(timeouts, Limits.DEFAULT);
  }

  GatewayUnderTest(Timeouts timeouts, Limits limits) throws IOException {
    this(timeouts, limits, NO_HEARTBEATS);
  }

  GatewayUnderTest(Timeouts timeouts, Limits limits, HeartbeatTiming heartbeats)
      throws IOException {
    TestPeer west = authority.peer("west").issue();
    InstantSource time = () -> Instant.now().plus(ahead);
    dataplane =
        new Dataplane(
            new DataplaneConfig(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                InetAddress.getLoopbackAddress(),
                Map.of("region", "west"),
                1,
                Duration.ofNanos(50_000),
                Set.of(),
                limits,
                timeouts),
            new PeerCredentials("west", west.chain(), west.key(), Set.of(authority.certificate())),
            events,
            clock(time),
            Transport.best(),
            heartbeats);
    dataplane.start();
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      importPort = free.getLocalPort();
    }
    put(PolicySet.empty().with(Tier.REGULAR, ECHO, allow(Map.of(), Map.of())));
  }

  private static Clock clock(InstantSource time) {
    return new Clock() {
      @Override
      public Instant instant() {
        return time.instant();
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
      }
    };
  }

  static AccessRule allow(Map<String, String> from, Map<String, String> to) {
    return new AccessRule(
        AccessRule.Action.ALLOW,
        List.of(new LabelSelector(from, List.of())),
        List.of(new LabelSelector(to, List.of())));
  }

  /** Lets the gateway's clock, not that of the certificates, go ahead. */
  void advance(Duration time) {
    ahead = ahead.plus(time);
  }

  /** A far gateway of a peer of this name, with a good certificate, that west knows. */
  FarGateway peer(String name) throws IOException {
    return peer(name, FarTls.presenting(authority.peer(name).issue()));
  }

  FarGateway peer(String name, FarTls tls) throws IOException {
    var gateway = new FarGateway(tls);
    put(name, gateway.address());
    return gateway;
  }

  /** Makes a peer known. */
  void put(String name, HostPort... gateways) {
    var metadata = new Metadata(new ResourceName("clusterlink-system", name), Map.of());
    apply(
        snapshot.peers().put(name, new Peer(metadata, List.of(gateways))),
        snapshot.imports(),
        snapshot.exports(),
        snapshot.policies(),
        Set.of(),
        Set.of(name));
  }

  void removePeer(String name) {
    apply(
        snapshot.peers().remove(name),
        snapshot.imports(),
        snapshot.exports(),
        snapshot.policies(),
        Set.of(),
        Set.of(name));
  }

  void put(PolicySet policies) {
    apply(snapshot.peers(), snapshot.imports(), snapshot.exports(), policies, Set.of(), Set.of());
  }

  /** Imports from these peers, tried in this order. */
  void importFrom(String... peers) {
    var imported =
        new Import(
            new Metadata(ECHO, Map.of()),
            importPort,
            OptionalInt.empty(),
            Stream.of(peers).map(peer -> new ImportSource(peer, ECHO)).toList(),
            LoadBalancingScheme.STATIC);
    apply(
        snapshot.peers(),
        snapshot.imports().put(ECHO, imported),
        snapshot.exports(),
        snapshot.policies(),
        Set.of(ECHO),
        Set.of());
  }

  /** Exports the service on this port of 127.0.0.1. */
  void export(int port) {
    var export = new Export(new Metadata(ECHO, Map.of()), Optional.of("127.0.0.1"), port);
    apply(
        snapshot.peers(),
        snapshot.imports(),
        snapshot.exports().put(ECHO, export),
        snapshot.policies(),
        Set.of(),
        Set.of());
  }

  private void apply(
      io.vavr.collection.Map<String, Peer> peers,
      io.vavr.collection.Map<ResourceName, Import> imports,
      io.vavr.collection.Map<ResourceName, Export> exports,
      PolicySet policies,
      Set<ResourceName> changedImports,
      Set<String> changedPeers) {
    Set<ResourceName> changedExports = snapshot.exports().equals(exports) ? Set.of() : Set.of(ECHO);
    boolean otherPolicies = policies != snapshot.policies();
    snapshot =
        new Snapshot(
            snapshot.generation() + 1,
            HashMap.ofEntries(peers),
            HashMap.ofEntries(imports),
            HashMap.ofEntries(exports),
            policies,
            snapshot.workloads());
    dataplane.accept(
        new SnapshotUpdate(
            snapshot,
            changedImports,
            changedExports,
            changedPeers,
            Set.of(),
            otherPolicies
                ? new SnapshotUpdate.PolicyChange(false, Set.of(ECHO.namespace()))
                : SnapshotUpdate.PolicyChange.NONE));
  }

  /** Says who clients of this machine are. */
  void put(Workload workload) {
    snapshot =
        new Snapshot(
            snapshot.generation() + 1,
            snapshot.peers(),
            snapshot.imports(),
            snapshot.exports(),
            snapshot.policies(),
            snapshot.workloads().with(workload));
    dataplane.accept(
        new SnapshotUpdate(
            snapshot,
            Set.of(),
            Set.of(),
            Set.of(),
            Set.copyOf(workload.addresses()),
            SnapshotUpdate.PolicyChange.NONE));
  }

  void removeImport() {
    apply(
        snapshot.peers(),
        snapshot.imports().remove(ECHO),
        snapshot.exports(),
        snapshot.policies(),
        Set.of(ECHO),
        Set.of());
  }

  void removeExport() {
    apply(
        snapshot.peers(),
        snapshot.imports(),
        snapshot.exports().remove(ECHO),
        snapshot.policies(),
        Set.of(),
        Set.of());
  }

  /** A tunnel of peer east, which has these labels. */
  FarTunnel dialedByEast(Map<String, String> labels) throws IOException {
    return FarTunnel.dial(
        FarTls.presenting(authority.peer("east").issue()), dataplane.listenAddress(), labels);
  }

  /** A client's connection to the import. */
  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), importPort);
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** Whether clients are turned away by the system already. */
  boolean importIsClosed() {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), importPort)) {
      return false;
    } catch (IOException _) {
      return true;
    }
  }

  /** Sees that a client's session was broken, not ended. */
  static void assertReset(Socket client) {
    assertThatThrownBy(() -> client.getInputStream().readAllBytes())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("reset");
  }

  /** The one session that has ended. */
  SessionEnd end() {
    await().until(() -> !events.ends.isEmpty());
    return events.ends.getFirst();
  }

  /** The first connection between gateways that did not become a tunnel. */
  String refused() {
    await().until(() -> !events.refused.isEmpty());
    return events.refused.getFirst();
  }

  @Override
  public void close() {
    dataplane.close();
  }
}
