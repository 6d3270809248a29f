package net.clusterlink.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.clusterlink.systemtests.stage.EchoSession;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.Received;
import net.clusterlink.systemtests.stage.Scripts;
import net.clusterlink.systemtests.stage.TcpService;
import net.clusterlink.systemtests.wire.Identity;
import net.clusterlink.systemtests.wire.RawTunnel;
import org.awaitility.Awaitility;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever is not of the fabric gets no tunnel, each for a reason of its own in the log, and nobody
 * else notices.
 */
@Tag("external")
@Timeout(60)
class StrangersIT {
  @RegisterExtension static final Link LINK = new Link();

  private static final TcpService<Long> ECHO = TcpService.start(Scripts.echo());
  private static InetSocketAddress echo;
  private static EchoSession bystander;

  @BeforeAll
  static void start() throws IOException {
    echo = LINK.offer("echo", ECHO);
    LINK.allowAll();
    LINK.start();
    bystander = new EchoSession(echo);
  }

  @AfterAll
  static void stop() throws IOException {
    bystander.close();
    ECHO.close();
  }

  @AfterEach
  void othersDoNotNotice() throws IOException {
    assertThat(bystander.answers()).as("a session that was there before").isTrue();
    try (EchoSession fresh = new EchoSession(echo)) {
      assertThat(fresh.answers()).isTrue();
      assertThat(fresh.end().ending()).isEqualTo(Received.Ending.CLEAN);
    }
  }

  static Stream<BadCertificates.Bad> badCertificates() {
    return new BadCertificates(LINK.fabric(), Link.WEST, KeyPurposeId.id_kp_serverAuth).all();
  }

  @ParameterizedTest
  @MethodSource("badCertificates")
  void aBadCertificateIsRefused(BadCertificates.Bad certificate) {
    assertRefused(
        Optional.of(certificate.identity()), RawTunnel.Manners.GOOD, certificate.reason());
  }

  @Test
  void nobodyComesWithoutACertificate() {
    assertRefused(Optional.empty(), RawTunnel.Manners.GOOD, "no-certificate");
  }

  @Test
  void whoeverNamesNoProtocolIsRefused() {
    assertRefused(west(), new RawTunnel.Manners("TLSv1.3", List.of()), "wrong-protocol");
  }

  @Test
  void whoeverSpeaksAnotherProtocolIsRefused() {
    assertRefused(
        west(), new RawTunnel.Manners("TLSv1.3", List.of("h2", "clusterlink/3")), "wrong-protocol");
  }

  @Test
  void anOlderTlsIsRefused() {
    assertRefused(
        west(), new RawTunnel.Manners("TLSv1.2", List.of(RawTunnel.PROTOCOL)), "wrong-protocol");
  }

  @Test
  void aGoodStrangerOfTheFabricGetsATunnel() throws IOException {
    Identity newcomer =
        new BadCertificates(LINK.fabric(), Link.WEST, KeyPurposeId.id_kp_serverAuth)
            .good("newcomer");
    RawTunnel.establish(LINK.east().address(), Link.EAST, newcomer).close();
  }

  private static Optional<Identity> west() {
    return Optional.of(Identity.load(LINK.fabric().peer(Link.WEST)));
  }

  private static void assertRefused(
      Optional<Identity> identity, RawTunnel.Manners manners, String reason) {
    int mark = LINK.east().log().mark();
    long before = refusals(reason);
    try (RawTunnel tunnel = RawTunnel.dial(LINK.east().address(), Link.EAST, identity, manners)) {
      assertThat(tunnel.untilClosed()).as("frames to a stranger").isEmpty();
    } catch (IOException refusedWithinTheHandshake) {
      assertThat(refusedWithinTheHandshake).isNotNull();
    }
    LINK.east().log().await(mark, "tunnel refused", "direction=accepted", "reason=" + reason);
    Awaitility.await("counted").until(() -> refusals(reason) == before + 1);
  }

  private static long refusals(String reason) {
    return LINK.east().metrics().sum("clusterlink_tunnels_refused_total", "reason", reason);
  }
}
