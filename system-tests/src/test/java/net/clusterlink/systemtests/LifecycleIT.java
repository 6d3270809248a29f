package net.clusterlink.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import net.clusterlink.systemtests.stage.Client;
import net.clusterlink.systemtests.stage.ConfigDirectory;
import net.clusterlink.systemtests.stage.EchoSession;
import net.clusterlink.systemtests.stage.GatewayProcess;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.Loopback;
import net.clusterlink.systemtests.stage.Manifests;
import net.clusterlink.systemtests.stage.Received;
import net.clusterlink.systemtests.stage.Scripts;
import net.clusterlink.systemtests.stage.TcpService;
import net.clusterlink.systemtests.wire.Frame;
import net.clusterlink.systemtests.wire.Identity;
import net.clusterlink.systemtests.wire.RawTunnel;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a gateway starts and how it ends. */
@Tag("external")
@Timeout(60)
class LifecycleIT {
  private static final int GOODBYE_FOR_DRAINING = 3;
  private static final int REFUSED_AS_DRAINING = 4;

  @RegisterExtension static final Link LINK = new Link();

  private static final TcpService<Long> ECHO = TcpService.start(Scripts.echo());
  private static InetSocketAddress echo;

  @BeforeAll
  static void start() {
    echo = LINK.offer("echo", ECHO);
    LINK.allowAll();
    LINK.startEast();
  }

  @AfterAll
  static void stop() {
    ECHO.close();
  }

  @Test
  void onSigtermSessionsEndInPeaceAndNothingIsLeft() throws IOException {
    Path temporary = Files.createDirectories(LINK.folder().resolve("tmp"));
    try (GatewayProcess west =
        GatewayProcess.start(
            LINK.options(Link.WEST, LINK.westConfig()).withJvm("-Djava.io.tmpdir=" + temporary))) {
      EchoSession session = new EchoSession(echo);
      assertThat(session.answers()).isTrue();
      west.terminate();
      Awaitility.await("not ready").until(() -> !west.isReady());
      Awaitility.await("takes no client").until(() -> !isListening());
      assertThat(session.answers()).as("the live session goes on").isTrue();
      assertThat(session.end().ending()).isEqualTo(Received.Ending.CLEAN);
      assertThat(west.awaitExit(Duration.ofSeconds(15))).isZero();
      west.log().await(0, "session completed", "side=client");
    }
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left.toList()).isEmpty();
    }
  }

  @Test
  void whatOutlivesTheDrainTimeIsReset() throws IOException {
    try (GatewayProcess west =
            GatewayProcess.start(
                LINK.options(Link.WEST, LINK.westConfig()).with("--drain-timeout", "1s"));
        Socket client = Client.connect(echo)) {
      client.getOutputStream().write('x');
      assertThat(client.getInputStream().read()).isEqualTo('x');
      west.terminate();
      assertThat(Received.readAll(client.getInputStream()).ending())
          .isEqualTo(Received.Ending.RESET);
      assertThat(west.awaitExit(Duration.ofSeconds(10))).isZero();
      west.log().await(0, "session aborted", "reason=shutdown");
    }
  }

  @Test
  void anIdleGatewayEndsAtOnce() {
    try (GatewayProcess west = GatewayProcess.start(LINK.options(Link.WEST, LINK.westConfig()))) {
      west.terminate();
      assertThat(west.awaitExit(Duration.ofSeconds(5))).isZero();
    }
  }

  @Test
  void peersAreToldThatTheGatewayGoes() throws IOException {
    ConfigDirectory config = ConfigDirectory.create(LINK.folder().resolve("leaving"));
    config.put(
        "all.yaml", Manifests.allowAll(), Manifests.export("echo", "127.0.0.1", ECHO.port()));
    Identity north = Identity.load(LINK.fabric().peer("north"));
    try (GatewayProcess leaving =
            GatewayProcess.start(LINK.options(Link.EAST, config).with("--drain-timeout", "3s"));
        RawTunnel busy = RawTunnel.establish(leaving.address(), Link.EAST, north);
        RawTunnel free = RawTunnel.establish(leaving.address(), Link.EAST, north)) {
      busy.send(Frame.open("1".repeat(32), "echo", Map.of()));
      assertThat(busy.next().type()).isEqualTo(Frame.ACCEPT);
      leaving.terminate();
      Frame goodbye = free.next();
      assertThat(goodbye.type()).isEqualTo(Frame.GOODBYE);
      assertThat(goodbye.code()).isEqualTo(GOODBYE_FOR_DRAINING);
      free.send(Frame.open("2".repeat(32), "echo", Map.of()));
      Frame refusal = free.next();
      assertThat(refusal.type()).isEqualTo(Frame.REFUSE);
      assertThat(refusal.code()).isEqualTo(REFUSED_AS_DRAINING);
      busy.send(Frame.data("last words"), Frame.end());
      assertThat(busy.untilClosed())
          .extracting(Frame::type)
          .contains(Frame.GOODBYE, Frame.DATA, Frame.END);
      assertThat(leaving.awaitExit(Duration.ofSeconds(15))).isZero();
    }
  }

  @Test
  void anUnreadablePolicyAtTheStartRefusesAndMakesUnready() throws IOException {
    ConfigDirectory config = ConfigDirectory.create(LINK.folder().resolve("unreadable"));
    int port = Loopback.freePort(echo.getAddress());
    InetSocketAddress imported = new InetSocketAddress(echo.getAddress(), port);
    config.put(
        "good.yaml",
        Manifests.allowAll(),
        Manifests.imported("echo", port, Link.EAST),
        Manifests.peer(Link.EAST, LINK.east().address()));
    String policy = Manifests.policy("later", "deny", "{a: b}", "{}");
    config.put("bad.yaml", policy.replace("matchLabels", "matchLables"));
    try (GatewayProcess west = GatewayProcess.launch(LINK.options(Link.WEST, config))) {
      Awaitility.await("started").until(() -> west.announced("admin"));
      assertThat(west.get("/healthz").statusCode()).isEqualTo(200);
      assertThat(west.get("/readyz").statusCode()).isEqualTo(503);
      assertThat(west.get("/readyz").body()).contains("bad.yaml").contains("policy");
      Awaitility.await("listening").until(() -> west.log().has(0, "import listening"));
      assertThat(Client.askFrom(Loopback.standard(), imported, "hello").bytes()).isZero();
      west.log().await(0, "session refused", "reason=denied", "bad.yaml");
      config.put("bad.yaml", policy);
      Awaitility.await("mended").until(west::isReady);
      assertThat(Client.askFrom(Loopback.standard(), imported, "hello").bytes()).isEqualTo(5);
    }
  }

  @Test
  void aPortThatIsTakenIsSaidAndEndsTheStart() {
    try (GatewayProcess second =
        GatewayProcess.launch(
            LINK.options(Link.WEST, LINK.westConfig())
                .with("--listen", Loopback.text(LINK.east().address())))) {
      assertThat(second.awaitExit(Duration.ofSeconds(20))).isEqualTo(1);
      second
          .log()
          .await(0, line -> line.contains(Loopback.text(LINK.east().address())), "the address");
    }
  }

  private static boolean isListening() throws IOException {
    try {
      Client.connect(echo).close();
      return true;
    } catch (ConnectException refused) {
      return false;
    }
  }
}
