package net.clusterlink.dataplane;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.clusterlink.api.HostPort;
import net.clusterlink.dataplane.GatewayReport.Outcome;
import net.clusterlink.dataplane.GatewayReport.Resolution;
import net.clusterlink.fabric.PeerCredentials;
import net.clusterlink.fabric.testing.TestAuthority;
import net.clusterlink.fabric.testing.TestPeer;
import net.clusterlink.policy.Attributes;
import net.clusterlink.policy.PolicySet;
import net.clusterlink.policy.Tier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How far a probe comes on its way to a gateway, and what it tells of the rest. */
@Timeout(60)
class GatewayProbeIT {
  private static final Timeouts SHORT =
      new Timeouts(
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          Duration.ofSeconds(3),
          Duration.ofMinutes(5),
          Duration.ofHours(1),
          Duration.ofSeconds(5));

  private final TestAuthority fabric = TestAuthority.create("another fabric");
  private TwoGateways gateways;

  @BeforeEach
  void start() throws IOException {
    gateways = new TwoGateways(Transport.best());
  }

  @AfterEach
  void stop() throws IOException {
    gateways.close();
  }

  @Test
  void goesAllTheWayToASoundGateway() {
    GatewayReport report = probe(gateways.authority, "north", "east", east("127.0.0.1"));
    assertThat(report.resolution()).isEqualTo(new Resolution.Literal());
    assertThat(report.reached()).isTrue();
    Outcome.Answered answered = (Outcome.Answered) outcome(report);
    assertThat(answered.connect()).isPositive();
    assertThat(answered.handshake()).isPositive();
    assertThat(answered.roundTrip()).isPositive().isLessThan(answered.handshake().multipliedBy(50));
    await().until(() -> !gateways.eastEvents.closed.isEmpty());
    assertThat(gateways.eastEvents.refused).isEmpty();
  }

  @Test
  void resolvesAName() {
    GatewayReport report = probe(gateways.authority, "north", "east", east("localhost"));
    assertThat(report.resolution())
        .isInstanceOfSatisfying(
            Resolution.Found.class,
            found -> assertThat(found.addresses()).contains(InetAddress.getLoopbackAddress()));
    assertThat(report.reached()).isTrue();
  }

  @Test
  void tellsOfANameThatDoesNotExist() {
    GatewayReport report = probe(gateways.authority, "north", "east", east("no-gateway.invalid"));
    assertThat(report.resolution()).isInstanceOf(Resolution.Failed.class);
    assertThat(report.attempts()).isEmpty();
  }

  @Test
  void tellsOfAPortThatIsClosed() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    GatewayReport report =
        probe(gateways.authority, "north", "east", new HostPort("127.0.0.1", port));
    assertThat(outcome(report)).isEqualTo(new Outcome.NotConnected("Connection refused"));
  }

  @Test
  void tellsOfAnotherPeerInThatPlace() {
    GatewayReport report = probe(gateways.authority, "north", "south", east("127.0.0.1"));
    assertRefused(
        report,
        TunnelRefusal.CERTIFICATE_NAME,
        "reached peer \"east\" where \"south\" was expected");
    await().until(() -> !gateways.eastEvents.refused.isEmpty());
    assertThat(gateways.eastEvents.refused.getFirst())
        .startsWith("refused-by-peer: the far side refused this gateway's certificate: ")
        .contains("bad_certificate");
  }

  @Test
  void tellsThatTheFarSideIsOfAnotherFabric() {
    GatewayReport report = probe(fabric, "north", "east", east("127.0.0.1"));
    assertRefused(report, TunnelRefusal.CERTIFICATE_UNTRUSTED, "issued by");
  }

  @Test
  void tellsWhyTheFarSideRefusesThisGateway() {
    TestPeer stranger = fabric.peer("north").issue();
    GatewayReport report =
        probe(
            new PeerCredentials(
                "north",
                stranger.chain(),
                stranger.key(),
                Set.of(gateways.authority.certificate())),
            "east",
            east("127.0.0.1"));
    assertRefused(
        report,
        TunnelRefusal.REFUSED_BY_PEER,
        "the far side refused this gateway's certificate: it does not know the authority that"
            + " issued it");
    await().until(() -> !gateways.eastEvents.refused.isEmpty());
    assertThat(gateways.eastEvents.refused.getFirst()).startsWith("certificate-untrusted: ");
  }

  @Test
  void tellsOfOneThatDoesNotSpeakTls() throws IOException {
    try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> {
        try (Socket socket = plain.accept()) {
          socket.getOutputStream().write("SSH-2.0-something\r\n".getBytes(US_ASCII));
          socket.getInputStream().readAllBytes();
        } catch (IOException _) {
          // Ended by the probe.
        }
      });
      GatewayReport report =
          probe(
              gateways.authority, "north", "east", new HostPort("127.0.0.1", plain.getLocalPort()));
      assertRefused(report, TunnelRefusal.TLS, "the far side does not speak TLS");
    }
  }

  @Test
  void givesUpOneThatTakesTheConnectionAndSaysNothing() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      GatewayReport report =
          probe(
              gateways.authority, "north", "east", new HostPort("127.0.0.1", mute.getLocalPort()));
      assertRefused(report, TunnelRefusal.TIMEOUT, "the TLS handshake took too long");
    }
  }

  @Test
  void leavesWhatThePeerReportedOfItselfAlone() throws IOException {
    try (var west = new GatewayUnderTest(Timeouts.DEFAULT);
        FarGateway east = west.peer("east");
        FarTunnel _ = west.dialedByEast(Map.of("region", "eu"))) {
      west.put(
          PolicySet.empty()
              .with(
                  Tier.REGULAR,
                  GatewayUnderTest.ECHO,
                  GatewayUnderTest.allow(
                      Map.of(), Map.of(Attributes.PEER_LABELS + "region", "eu"))));
      west.importFrom("east");
      var own = new HostPort("127.0.0.1", west.dataplane.listenAddress().getPort());
      assertThat(probe(west.authority, "east", "west", own).reached()).isTrue();
      try (Socket _ = west.connect();
          FarTunnel asked = east.accept(Map.of("region", "eu"))) {
        assertThat(asked.next()).startsWith("open");
      }
    }
  }

  private HostPort east(String host) {
    return new HostPort(host, gateways.east.listenAddress().getPort());
  }

  private static GatewayReport probe(
      TestAuthority authority, String self, String peer, HostPort gateway) {
    TestPeer issued = authority.peer(self).issue();
    return probe(
        new PeerCredentials(self, issued.chain(), issued.key(), Set.of(authority.certificate())),
        peer,
        gateway);
  }

  private static GatewayReport probe(PeerCredentials self, String peer, HostPort gateway) {
    try (var probe = new GatewayProbe(self, Clock.systemUTC(), SHORT)) {
      return probe.probe(peer, gateway).join();
    }
  }

  private static Outcome outcome(GatewayReport report) {
    return List.copyOf(report.attempts()).getFirst().outcome();
  }

  private static void assertRefused(GatewayReport report, TunnelRefusal reason, String detail) {
    assertThat(report.reached()).isFalse();
    assertThat(outcome(report))
        .isInstanceOfSatisfying(
            Outcome.NoTunnel.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(reason);
              assertThat(refused.detail()).contains(detail);
            });
  }
}
