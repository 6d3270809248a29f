package net.clusterlink.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import net.clusterlink.api.AccessRule;
import net.clusterlink.api.AddressBlock;
import net.clusterlink.api.LabelSelector;
import net.clusterlink.api.Metadata;
import net.clusterlink.api.ResourceName;
import net.clusterlink.api.Workload;
import net.clusterlink.dataplane.protocol.AbortCode;
import net.clusterlink.fabric.PeerCredentials;
import net.clusterlink.fabric.testing.TestAuthority;
import net.clusterlink.fabric.testing.TestPeer;
import net.clusterlink.policy.PolicySet;
import net.clusterlink.policy.Tier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A session ends when what allowed it does so no longer, and no other does. */
@Timeout(60)
class RevocationIT {
  private static final ResourceName LOCKED = new ResourceName("", "locked");

  private final ServerSocket service = listen();
  private final GatewayUnderTest west = open();

  private static ServerSocket listen() {
    try {
      return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private GatewayUnderTest open() {
    try {
      var gateway = new GatewayUnderTest(Timeouts.DEFAULT);
      gateway.export(service.getLocalPort());
      return gateway;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void close() throws IOException {
    west.close();
    service.close();
  }

  // ---- on the client's side ----

  @Test
  void endsAClientsSessionThatAPolicyDeniesNow() throws IOException {
    endsClientSession(
        () -> west.put(denyAll()),
        EndReason.REVOKED_BY_POLICY,
        "denied by privileged policy locked");
  }

  @Test
  void endsAClientsSessionThatNoPolicyAllowsAnyMore() throws IOException {
    endsClientSession(
        () -> west.put(PolicySet.empty()), EndReason.REVOKED_BY_POLICY, "no policy matched");
  }

  @Test
  void endsTheSessionsOfAnImportThatIsRemoved() throws IOException {
    endsClientSession(west::removeImport, EndReason.REVOKED_BY_IMPORT, "the import was removed");
  }

  @Test
  void endsASessionWhoseSourceIsTakenOutOfTheImport() throws IOException {
    endsClientSession(
        () -> west.importFrom("north"),
        EndReason.REVOKED_BY_IMPORT,
        "the import has no source default/echo of peer east");
  }

  @Test
  void endsTheSessionsToAPeerThatIsRemoved() throws IOException {
    endsClientSession(
        () -> west.removePeer("east"), EndReason.REVOKED_BY_PEER, "there is no Peer east");
  }

  @Test
  void endsTheSessionsOfAClientThatIsAnotherWorkloadNow() throws IOException {
    endsClientSession(
        () -> west.put(workload(InetAddress.getLoopbackAddress())),
        EndReason.REVOKED_BY_WORKLOAD,
        "the client is not the workload any more that it was");
  }

  private void endsClientSession(Runnable change, EndReason by, String because) throws IOException {
    try (FarGateway east = west.peer("east")) {
      west.importFrom("east");
      try (Socket client = west.connect();
          FarTunnel tunnel = east.accept()) {
        assertThat(tunnel.next()).isEqualTo("open default/echo {}");
        tunnel.send(FarFrames.accept(), FarFrames.data("a"));
        assertThat(client.getInputStream().read()).isEqualTo('a');
        change.run();
        GatewayUnderTest.assertReset(client);
        assertThat(tunnel.next()).isEqualTo("abort " + AbortCode.REVOKED);
      }
      assertThat(west.end())
          .extracting(SessionEnd::reason, SessionEnd::opened, SessionEnd::detail)
          .containsExactly(by, true, because);
    }
  }

  @Test
  void endsAClientsSessionThatWaitsForItsAnswer() throws IOException {
    try (FarGateway east = west.peer("east")) {
      west.importFrom("east");
      try (Socket client = west.connect();
          FarTunnel tunnel = east.accept()) {
        assertThat(tunnel.next()).isEqualTo("open default/echo {}");
        west.put(denyAll());
        GatewayUnderTest.assertReset(client);
      }
      assertThat(west.end().reason()).isEqualTo(EndReason.REVOKED_BY_POLICY);
    }
  }

  @Test
  void leavesAClientsSessionThatIsStillAllowed() throws IOException {
    try (FarGateway east = west.peer("east")) {
      west.importFrom("east");
      try (Socket client = west.connect();
          FarTunnel tunnel = east.accept()) {
        assertThat(tunnel.next()).isEqualTo("open default/echo {}");
        tunnel.send(FarFrames.accept());
        west.put(allowAll());
        west.put(workload(InetAddress.getByAddress(new byte[] {127, 0, 0, 9})));
        west.importFrom("north", "east");
        tunnel.send(FarFrames.data("b"));
        assertThat(client.getInputStream().read()).isEqualTo('b');
      }
    }
  }

  // ---- on the service's side ----

  @Test
  void endsAServicesSessionThatAPolicyDeniesNow() throws IOException {
    endsServiceSession(
        () -> west.put(denyAll()),
        EndReason.REVOKED_BY_POLICY,
        "denied by privileged policy locked");
  }

  @Test
  void endsTheSessionsOfAnExportThatIsRemoved() throws IOException {
    endsServiceSession(
        west::removeExport,
        EndReason.REVOKED_BY_EXPORT,
        "there is no Export default/echo any more");
  }

  @Test
  void endsTheSessionsOfAnExportThatLeadsElsewhereNow() throws IOException {
    endsServiceSession(
        () -> west.export(9),
        EndReason.REVOKED_BY_EXPORT,
        "Export default/echo leads elsewhere now");
  }

  private void endsServiceSession(Runnable change, EndReason by, String because)
      throws IOException {
    try (FarTunnel east = west.dialedByEast(Map.of())) {
      east.send(FarFrames.open(1));
      try (Socket taken = service.accept()) {
        assertThat(east.next()).isEqualTo("accept");
        change.run();
        GatewayUnderTest.assertReset(taken);
        assertThat(east.next()).isEqualTo("abort " + AbortCode.REVOKED);
      }
      assertThat(west.end())
          .extracting(SessionEnd::reason, SessionEnd::opened, SessionEnd::detail)
          .containsExactly(by, true, because);
    }
  }

  @Test
  void showsTheSessionsAndTunnelsThereAre() throws IOException {
    try (FarTunnel east = west.dialedByEast(Map.of())) {
      east.send(FarFrames.open(1), FarFrames.data("question"));
      try (Socket taken = service.accept()) {
        assertThat(east.next()).isEqualTo("accept");
        taken.getOutputStream().write("answer".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(east.next()).isEqualTo("data answer");
        assertThat(west.dataplane.liveSessions())
            .singleElement()
            .satisfies(session -> {
              assertThat(session.peer()).contains("east");
              assertThat(session.open()).isTrue();
              assertThat(session.bytesToService()).isEqualTo(8);
              assertThat(session.bytesToClient()).isEqualTo(6);
            });
        assertThat(west.dataplane.tunnels())
            .singleElement()
            .satisfies(tunnel -> {
              assertThat(tunnel.inUse()).isTrue();
              assertThat(tunnel.tunnel().peer()).isEqualTo("east");
            });
      }
    }
    await().untilAsserted(() -> assertThat(west.dataplane.liveSessions()).isEmpty());
  }

  // ---- by its certificate ----

  @Test
  void goesOnWhenThisGatewayShowsAnotherCertificateAndTrustsAnotherAuthorityAsWell()
      throws IOException {
    try (FarTunnel east = west.dialedByEast(Map.of());
        FarTunnel idle = west.dialedByEast(Map.of())) {
      east.send(FarFrames.open(1));
      try (Socket taken = service.accept()) {
        assertThat(east.next()).isEqualTo("accept");
        TestAuthority other = TestAuthority.create("other");
        west.dataplane.accept(
            credentials(
                other.peer("west").issue(),
                Set.of(other.certificate(), west.authority.certificate())));
        assertThat(idle.next()).isEqualTo("goodbye credentials");
        assertThat(east.next()).isEqualTo("goodbye credentials");
        east.send(FarFrames.data("still"));
        assertThat(taken.getInputStream().readNBytes(5)).asString().isEqualTo("still");
      }
    }
  }

  @Test
  void retiresATunnelItAcceptedWhoseHelloComesAfterAnotherCertificateIsShown() throws IOException {
    FarTls far = FarTls.presenting(west.authority.peer("east").issue());
    try (var east = new FarTunnel(far.dial(west.dataplane.listenAddress()))) {
      assertThat(east.next()).startsWith("hello");
      renewWest();
      east.send(FarFrames.hello());
      assertThat(east.next()).isEqualTo("goodbye credentials");
    }
  }

  @Test
  void retiresATunnelItDialedWhoseHandshakeBeganBeforeAnotherCertificateIsShown()
      throws IOException {
    try (FarGateway east = west.peer("east")) {
      west.importFrom("east");
      try (Socket client = west.connect();
          SSLSocket connection = east.acceptConnection()) {
        renewWest();
        var tunnel = new FarTunnel(connection);
        tunnel.send(FarFrames.hello());
        assertThat(tunnel.next()).startsWith("hello");
        assertThat(tunnel.next()).isEqualTo("open default/echo {}");
        assertThat(tunnel.next()).isEqualTo("goodbye credentials");
        tunnel.send(FarFrames.accept(), FarFrames.data("a"));
        assertThat(client.getInputStream().read()).isEqualTo('a');
      }
    }
  }

  private void renewWest() {
    west.dataplane.accept(
        credentials(west.authority.peer("west").issue(), Set.of(west.authority.certificate())));
    // Answered by every event loop behind what the renewal had for it.
    assertThat(west.dataplane.tunnels()).isEmpty();
  }

  @Test
  void endsTheSessionsOfAPeerWhoseAuthorityIsTrustedNoLonger() throws IOException {
    try (FarTunnel east = west.dialedByEast(Map.of())) {
      east.send(FarFrames.open(1));
      try (Socket taken = service.accept()) {
        assertThat(east.next()).isEqualTo("accept");
        TestAuthority other = TestAuthority.create("other");
        west.dataplane.accept(credentials(other.peer("west").issue(), Set.of(other.certificate())));
        GatewayUnderTest.assertReset(taken);
      }
      assertThat(west.end().reason()).isEqualTo(EndReason.REVOKED_BY_CERTIFICATE);
      assertThat(west.end().detail()).contains("CN=east");
    }
  }

  private static PeerCredentials credentials(
      TestPeer peer, Set<java.security.cert.X509Certificate> authorities) {
    return new PeerCredentials("west", peer.chain(), peer.key(), authorities);
  }

  private static PolicySet allowAll() {
    return PolicySet.empty()
        .with(Tier.REGULAR, GatewayUnderTest.ECHO, GatewayUnderTest.allow(Map.of(), Map.of()));
  }

  private static PolicySet denyAll() {
    var anything = new LabelSelector(Map.of(), List.of());
    return allowAll()
        .with(
            Tier.PRIVILEGED,
            LOCKED,
            new AccessRule(AccessRule.Action.DENY, List.of(anything), List.of(anything)));
  }

  private static Workload workload(InetAddress address) {
    return new Workload(
        new Metadata(new ResourceName("default", "shop"), Map.of("app", "shop")),
        List.of(AddressBlock.of(address, 32)),
        Optional.empty(),
        Optional.empty());
  }
}
