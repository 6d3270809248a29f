package net.clusterlink.dataplane;

import io.vavr.collection.HashMap;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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
import net.clusterlink.fabric.PeerCredentials;
import net.clusterlink.fabric.testing.TestAuthority;
import net.clusterlink.fabric.testing.TestPeer;
import net.clusterlink.policy.PolicySet;
import net.clusterlink.policy.Tier;
import net.clusterlink.snapshot.Snapshot;
import net.clusterlink.snapshot.SnapshotUpdate;
import net.clusterlink.snapshot.Workloads;

/** Two data planes in this process: east exports a service that west imports, all allowed. */
final class TwoGateways implements AutoCloseable {
  static final ResourceName ECHO = new ResourceName("default", "echo");

  private static final LabelSelector ANYTHING = new LabelSelector(Map.of(), List.of());
  private static final PolicySet ALLOW_ALL =
      PolicySet.empty()
          .with(
              Tier.REGULAR,
              new ResourceName("default", "allow-all"),
              new AccessRule(AccessRule.Action.ALLOW, List.of(ANYTHING), List.of(ANYTHING)));

  final TestAuthority authority = TestAuthority.create("fabric");
  final RecordedEvents eastEvents = new RecordedEvents();
  final RecordedEvents westEvents = new RecordedEvents();
  final Dataplane east;
  final Dataplane west;
  final ServerSocket service;
  private final int importPort;
  private Snapshot eastSnapshot;
  private Snapshot westSnapshot;

  TwoGateways(Transport transport) throws IOException {
    this(transport, Timeouts.DEFAULT);
  }

  TwoGateways(Transport transport, Timeouts timeouts) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    service = new ServerSocket(0, 50, loopback);
    east = gateway("east", transport, timeouts, eastEvents);
    west = gateway("west", transport, timeouts, westEvents);
    try (ServerSocket free = new ServerSocket(0, 1, loopback)) {
      importPort = free.getLocalPort();
    }
    var export =
        new Export(new Metadata(ECHO, Map.of()), Optional.of("127.0.0.1"), service.getLocalPort());
    eastSnapshot = snapshot(Map.of(), Map.of(ECHO, export), Map.of());
    east.accept(update(eastSnapshot, Set.of(), Set.of()));
    var peer =
        new Peer(
            new Metadata(new ResourceName("clusterlink-system", "east"), Map.of()),
            List.of(new HostPort("127.0.0.1", east.listenAddress().getPort())));
    var imported =
        new Import(
            new Metadata(ECHO, Map.of()),
            importPort,
            OptionalInt.empty(),
            List.of(new ImportSource("east", ECHO)),
            LoadBalancingScheme.ROUND_ROBIN);
    westSnapshot = snapshot(Map.of("east", peer), Map.of(), Map.of(ECHO, imported));
    west.accept(update(westSnapshot, Set.of(ECHO), Set.of("east")));
  }

  private static SnapshotUpdate update(
      Snapshot snapshot, Set<ResourceName> imports, Set<String> peers) {
    return new SnapshotUpdate(
        snapshot, imports, Set.of(), peers, Set.of(), SnapshotUpdate.PolicyChange.NONE);
  }

  private Dataplane gateway(
      String name, Transport transport, Timeouts timeouts, RecordedEvents events)
      throws IOException {
    TestPeer peer = authority.peer(name).issue();
    var gateway =
        new Dataplane(
            new DataplaneConfig(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                InetAddress.getLoopbackAddress(),
                Map.of(),
                1,
                Duration.ofNanos(50_000),
                Set.of(),
                Limits.DEFAULT,
                timeouts),
            new PeerCredentials(name, peer.chain(), peer.key(), Set.of(authority.certificate())),
            events,
            Clock.systemUTC(),
            transport,
            GatewayUnderTest.NO_HEARTBEATS);
    gateway.start();
    return gateway;
  }

  private static Snapshot snapshot(
      Map<String, Peer> peers,
      Map<ResourceName, Export> exports,
      Map<ResourceName, Import> imports) {
    return new Snapshot(
        1,
        HashMap.ofAll(peers),
        HashMap.ofAll(imports),
        HashMap.ofAll(exports),
        ALLOW_ALL,
        Workloads.empty());
  }

  /** Lets everybody pass in east from now on, or nobody. */
  void allowInEast(boolean everybody) {
    eastSnapshot = allow(everybody, eastSnapshot);
    east.accept(policiesChanged(eastSnapshot));
  }

  /** Lets everybody pass in west from now on, or nobody. */
  void allowInWest(boolean everybody) {
    westSnapshot = allow(everybody, westSnapshot);
    west.accept(policiesChanged(westSnapshot));
  }

  private static Snapshot allow(boolean everybody, Snapshot before) {
    return new Snapshot(
        before.generation() + 1,
        before.peers(),
        before.imports(),
        before.exports(),
        everybody ? ALLOW_ALL : PolicySet.empty(),
        before.workloads());
  }

  private static SnapshotUpdate policiesChanged(Snapshot snapshot) {
    return new SnapshotUpdate(
        snapshot,
        Set.of(),
        Set.of(),
        Set.of(),
        Set.of(),
        new SnapshotUpdate.PolicyChange(false, Set.of(ECHO.namespace())));
  }

  /** A client's connection to the import. */
  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), importPort);
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** A connection to east's port for peers. */
  Socket connectToEast() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), east.listenAddress().getPort());
    socket.setSoTimeout(5_000);
    return socket;
  }

  /** The next connection that the service gets. */
  Socket acceptAtService() throws IOException {
    service.setSoTimeout(20_000);
    Socket socket = service.accept();
    socket.setSoTimeout(20_000);
    return socket;
  }

  @Override
  public void close() throws IOException {
    // Each waits a while for what is still said: side by side, as many tests do it. Not on a
    // virtual thread, which may stay in such a wait for ever (JDK-8373120, before 25.0.4).
    CompletableFuture<Void> eastClosed =
        CompletableFuture.runAsync(east::close, Thread.ofPlatform()::start);
    try (service) {
      west.close();
    } finally {
      eastClosed.join();
    }
  }
}
