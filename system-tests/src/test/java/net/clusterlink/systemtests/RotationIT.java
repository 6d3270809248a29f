package net.clusterlink.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.clusterlink.fabric.FabricAuthority;
import net.clusterlink.fabric.KeyType;
import net.clusterlink.systemtests.stage.Cli;
import net.clusterlink.systemtests.stage.Client;
import net.clusterlink.systemtests.stage.EchoSession;
import net.clusterlink.systemtests.stage.EchoStream;
import net.clusterlink.systemtests.stage.GatewayProcess;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.LiveCertificates;
import net.clusterlink.systemtests.stage.Loopback;
import net.clusterlink.systemtests.stage.Received;
import net.clusterlink.systemtests.stage.Scripts;
import net.clusterlink.systemtests.stage.TcpService;
import net.clusterlink.systemtests.wire.Identity;
import net.clusterlink.systemtests.wire.RawTunnel;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Certificates, authorities and revocation lists that change under two gateways that run. */
@Timeout(180)
@Tag("external") // takes minutes
class RotationIT {
  private static final int ROTATIONS = 20;
  private static final int STREAMS = 4;

  private static final int TIMED_RENEWALS = 5;

  /** What is promised of a change, from the file to the gateway. */
  private static final Duration PROMISED = Duration.ofSeconds(2);

  /** The same where the gateways have much else to do. */
  private static final Duration TAKE_UP_LIMIT = Duration.ofSeconds(10);

  @RegisterExtension
  static final Link LINK =
      new Link(
          east -> east.withCerts(RotationIT.east.folder()),
          west -> west.withCerts(RotationIT.west.folder()));

  private static final TcpService<Long> ECHO = TcpService.start(Scripts.echo());
  private static InetSocketAddress echo;
  private static Path fabrics;
  private static FabricAuthority fabric;
  private static LiveCertificates east;
  private static LiveCertificates west;
  private static int fabricsMade;

  @BeforeAll
  static void start() throws IOException {
    fabrics = Files.createDirectories(LINK.folder().resolve("fabrics"));
    fabric = newFabric();
    east = LiveCertificates.copyOf(fabric.issue(Link.EAST), LINK.folder().resolve("east-certs"));
    west = LiveCertificates.copyOf(fabric.issue(Link.WEST), LINK.folder().resolve("west-certs"));
    echo = LINK.offer("echo", ECHO);
    LINK.allowAll();
    LINK.start();
  }

  @AfterAll
  static void stop() {
    ECHO.close();
  }

  @Test
  void showsARenewedCertificateWithinTwoSecondsOfItsRename(TestReporter reporter) {
    for (int i = 0; i < TIMED_RENEWALS; i++) {
      Path issued = fabric.renew(Link.EAST, KeyType.EC);
      X509Certificate renewed = Identity.load(issued).leaf();
      long beganNs = System.nanoTime();
      east.renew(issued);
      Awaitility.await("the renewed certificate shown")
          .atMost(PROMISED)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> shownByEast().equals(renewed));
      reporter.publishEntry(
          "renewed certificate shown",
          "after %d ms".formatted(Duration.ofNanos(System.nanoTime() - beganNs).toMillis()));
    }
  }

  private static X509Certificate shownByEast() throws IOException {
    try (RawTunnel tunnel =
        RawTunnel.establish(LINK.east().address(), Link.EAST, Identity.load(west.folder()))) {
      return tunnel.farCertificate();
    }
  }

  @Test
  void rotatesLeavesAndAuthoritiesWhileSessionsStream() throws Exception {
    List<EchoStream> streams = new ArrayList<>();
    try {
      for (int i = 0; i < STREAMS; i++) {
        streams.add(EchoStream.start(echo));
      }
      FabricAuthority first = fabric;
      for (int i = 0; i < ROTATIONS; i++) {
        FabricAuthority before = fabric;
        FabricAuthority next = newFabric();
        bothTakeUp(() -> {
          // The first one stays, as the streams rest on what it issued.
          east.trust(first.folder(), before.folder(), next.folder());
          west.trust(first.folder(), before.folder(), next.folder());
        });
        bothTakeUp(() -> {
          east.renew(next.issue(Link.EAST));
          west.renew(next.issue(Link.WEST));
        });
        fabric = next;
        assertThat(answers()).as("a session after rotation %s", i + 1).isTrue();
        assertThat(streams).allMatch(EchoStream::isFlowing);
      }
      for (EchoStream stream : streams) {
        assertThat(stream.end()).isEqualTo(Received.Ending.CLEAN);
      }
    } finally {
      streams.forEach(EchoStream::close);
    }
    assertThat(LINK.west().metrics().sum("clusterlink_certificate_reloads_total"))
        .as("all taken up, none refused")
        .isGreaterThanOrEqualTo(2L * ROTATIONS);
  }

  @Test
  void endsTheSessionsOfAnAuthorityThatIsTrustedNoMore() throws Exception {
    FabricAuthority before = fabric;
    FabricAuthority next = newFabric();
    try (EchoSession session = new EchoSession(echo)) {
      assertThat(session.answers()).isTrue();
      bothTakeUp(() -> {
        east.trust(before.folder(), next.folder());
        west.trust(before.folder(), next.folder());
      });
      bothTakeUp(() -> {
        east.renew(next.issue(Link.EAST));
        west.renew(next.issue(Link.WEST));
      });
      assertThat(session.answers()).as("renewal leaves it alone").isTrue();
      int mark = LINK.east().log().mark();
      takesUp(LINK.east(), () -> east.trust(next.folder()));
      LINK.east().log().await(mark, "session aborted", "reason=revoked");
      takesUp(LINK.west(), () -> west.trust(next.folder()));
    }
    fabric = next;
    assertThat(answers()).isTrue();
  }

  @Test
  void keepsWhatIsInForceWhenAFileIsBad() throws Exception {
    GatewayProcess gateway = LINK.west();
    int mark = gateway.log().mark();
    try (EchoSession session = new EchoSession(echo)) {
      assertThat(session.answers()).isTrue();
      west.put("cert.pem", "nonsense");
      gateway
          .log()
          .await(
              mark,
              "changed certificates refused, those before stay in force",
              west.folder().resolve("cert.pem").toString(),
              "BEGIN CERTIFICATE");
      assertThat(
              gateway.metrics().sum("clusterlink_certificate_reloads_total", "outcome", "refused"))
          .isPositive();
      assertThat(gateway.isReady()).isTrue();
      assertThat(session.answers()).isTrue();
      assertThat(answers()).isTrue();
      takesUp(gateway, () -> west.renew(fabric.renew(Link.WEST, KeyType.EC)));
      assertThat(session.answers()).isTrue();
      assertThat(answers()).isTrue();
    }
  }

  @Test
  void revokingEndsLiveSessionsWithinASecondAndRefusesNewOnes() throws Exception {
    GatewayProcess gateway = LINK.east();
    try (EchoSession session = new EchoSession(echo)) {
      assertThat(session.answers()).isTrue();
      Cli.runWell(
          fabrics, "revoke", "peer-cert", "--name", Link.WEST, "--fabric", fabric.name() + "/");
      int mark = gateway.log().mark();
      east.put("crl.pem", Files.readString(fabric.folder().resolve("crl.pem")));
      Awaitility.await("the session broken")
          .atMost(Duration.ofSeconds(1))
          .pollInterval(Duration.ofMillis(10))
          .until(() -> isBroken(session));
      gateway.log().await(mark, "certificates taken up");
      gateway.log().await(mark, "session aborted", "reason=revoked", "peer=west");
      assertThat(Client.askFrom(Loopback.standard(), echo, "hello").bytes()).isZero();
      gateway.log().await(mark, "tunnel refused", "reason=certificate-revoked", "CN=west");
    }
    takesUp(LINK.west(), () -> west.renew(fabric.renew(Link.WEST, KeyType.EC)));
    assertThat(answers()).as("with another certificate").isTrue();
    int mark = gateway.log().mark();
    east.remove("crl.pem");
    gateway.log().await(mark, "those before stay in force", "crl.pem is gone");
  }

  @Test
  void revokesThoughTheOwnCertificateCannotBeUsed() throws Exception {
    GatewayProcess gateway = LINK.east();
    try (EchoSession session = new EchoSession(echo)) {
      assertThat(session.answers()).isTrue();
      east.put("cert.pem", "nonsense");
      Cli.runWell(
          fabrics, "revoke", "peer-cert", "--name", Link.WEST, "--fabric", fabric.name() + "/");
      int mark = gateway.log().mark();
      east.put("crl.pem", Files.readString(fabric.folder().resolve("crl.pem")));
      gateway.log().await(mark, "session aborted", "reason=revoked", "peer=west");
      assertThat(Client.askFrom(Loopback.standard(), echo, "hello").bytes()).isZero();
      gateway.log().await(mark, "those before stay in force", "cert.pem");
    }
    takesUp(gateway, () -> east.renew(fabric.renew(Link.EAST, KeyType.EC)));
    takesUp(LINK.west(), () -> west.renew(fabric.renew(Link.WEST, KeyType.EC)));
    assertThat(answers()).as("with other certificates").isTrue();
    east.remove("crl.pem");
  }

  private static boolean isBroken(EchoSession session) {
    try {
      return !session.answers();
    } catch (IOException broken) {
      return true;
    }
  }

  private static boolean answers() throws IOException {
    try (EchoSession session = new EchoSession(echo)) {
      return session.answers();
    }
  }

  private static FabricAuthority newFabric() {
    return FabricAuthority.create(
        fabrics, "fabric-" + ++fabricsMade, KeyType.EC, Clock.systemUTC(), new SecureRandom());
  }

  private static void bothTakeUp(Runnable change) {
    takesUp(LINK.east(), () -> takesUp(LINK.west(), change));
  }

  private static void takesUp(GatewayProcess gateway, Runnable change) {
    long before = taken(gateway);
    change.run();
    Awaitility.await("the change taken up")
        .atMost(TAKE_UP_LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> taken(gateway) > before);
  }

  private static long taken(GatewayProcess gateway) {
    return gateway.metrics().sum("clusterlink_certificate_reloads_total", "outcome", "taken");
  }
}
