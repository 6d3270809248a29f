package net.clusterlink.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import net.clusterlink.systemtests.stage.Client;
import net.clusterlink.systemtests.stage.EchoSession;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.Loopback;
import net.clusterlink.systemtests.stage.Manifests;
import net.clusterlink.systemtests.stage.Scripts;
import net.clusterlink.systemtests.stage.TcpService;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The directory of manifests is what counts, a second after it changed. */
@Tag("external")
@Timeout(60)
class ConfigurationIT {
  private static final String POLICY = "allow-all.yaml";

  @RegisterExtension static final Link LINK = new Link();

  private static final TcpService<Long> ECHO = TcpService.start(Scripts.echo());
  private static final TcpService<Long> OTHER =
      TcpService.start(socket -> {
        socket.getOutputStream().write(new byte[] {9, 9, 9, 9, 9, 9, 9, 9});
        return Scripts.echo().talk(socket);
      });

  private static InetSocketAddress echo;

  @BeforeAll
  static void start() {
    echo = LINK.offer("echo", ECHO);
    LINK.offer("other", OTHER);
    LINK.westConfig().remove("import-other.yaml");
    LINK.allowAll();
    LINK.start();
  }

  @AfterAll
  static void stop() {
    ECHO.close();
    OTHER.close();
  }

  @BeforeEach
  void putAllInOrder() {
    LINK.westConfig().remove("second.yaml");
    LINK.westConfig().remove("squatted.yaml");
    LINK.allowAll();
    LINK.take("echo", Link.EAST);
    Awaitility.await("all as it was").ignoreExceptions().until(() -> isServed(echo));
  }

  @Test
  void aChangeIsInForceWithinASecond() {
    LINK.eastConfig().remove(POLICY);
    withinASecond("refused").until(() -> !isServed(echo));
    LINK.eastConfig().put(POLICY, Manifests.allowAll());
    withinASecond("served").until(() -> isServed(echo));
  }

  @Test
  void aBrokenFileChangesNothingAndIsReportedWithItsLine() throws IOException {
    int mark = LINK.east().log().mark();
    LINK.eastConfig().put(POLICY, Manifests.allowAll().replace("action: allow", "action: permit"));
    LINK.east().log().await(mark, POLICY, "line=5", "spec.action");
    assertThat(configProblems()).isEqualTo(1);
    assertThat(LINK.east().isReady()).isTrue();
    assertThat(isServed(echo)).as("the last good version holds").isTrue();

    LINK.eastConfig().put(POLICY, "kind: [AccessPolicy\n");
    Awaitility.await("still one problem").until(() -> configProblems() == 1);
    assertThat(isServed(echo)).as("the last good version holds").isTrue();

    LINK.eastConfig().put(POLICY, Manifests.allowAll());
    Awaitility.await("mended").until(() -> configProblems() == 0);
    assertThat(isServed(echo)).isTrue();
  }

  private static long configProblems() {
    return LINK.east().metrics().sum("clusterlink_config_problems");
  }

  @Test
  void anImportThatIsRemovedListensNoLonger() {
    LINK.westConfig().remove("import-echo.yaml");
    withinASecond("closed").ignoreExceptions().until(() -> !isListening(echo));
    assertThatThrownBy(() -> Client.connect(echo)).isInstanceOf(ConnectException.class);
    LINK.take("echo", Link.EAST);
    withinASecond("open again").ignoreExceptions().until(() -> isServed(echo));
  }

  @Test
  void anImportThatIsRemovedEndsItsSessions() throws IOException {
    try (EchoSession session = new EchoSession(echo)) {
      assertThat(session.answers()).isTrue();
      LINK.westConfig().remove("import-echo.yaml");
      Awaitility.await("closed").until(() -> !isListening(echo));
      Awaitility.await("the session's end")
          .untilAsserted(
              () -> assertThatThrownBy(session::answers).isInstanceOf(IOException.class));
    }
  }

  @Test
  void ofTwoImportsOnOnePortTheSecondWaitsForTheFirst() throws IOException {
    int mark = LINK.west().log().mark();
    LINK.westConfig().put("second.yaml", Manifests.imported("other", echo.getPort(), Link.EAST));
    LINK.west().log().await(mark, "config error", "second.yaml", "spec.port");
    assertThat(isServed(echo)).as("the first is served as before").isTrue();
    LINK.westConfig().remove("import-echo.yaml");
    LINK.west().log().await(mark, "import listening", "default/other");
  }

  @Test
  @SuppressWarnings("try") // the port is given up in the middle
  void anImportOnAPortOfSomebodyElseWaitsForIt() throws IOException {
    try (TcpService<Long> squatter = TcpService.start(echo.getAddress(), Scripts.echo())) {
      int mark = LINK.west().log().mark();
      LINK.westConfig()
          .put("squatted.yaml", Manifests.imported("other", squatter.port(), Link.EAST));
      LINK.west().log().await(mark, "import cannot listen", "default/other");
      squatter.close();
      LINK.west().log().await(mark, "import listening", "default/other");
    }
  }

  @Test
  void aPeerThatMovedIsReachedAtItsNewAddress() {
    InetSocketAddress nobody =
        new InetSocketAddress(Loopback.standard(), LINK.freeImportAddress().getPort());
    LINK.westConfig().put("east-peer.yaml", Manifests.peer(Link.EAST, nobody));
    Awaitility.await("not reached").until(() -> !isServed(echo));
    LINK.westConfig().put("east-peer.yaml", Manifests.peer(Link.EAST, LINK.east().address()));
    Awaitility.await("reached").ignoreExceptions().until(() -> isServed(echo));
  }

  private static ConditionFactory withinASecond(String what) {
    return Awaitility.await(what)
        .atMost(Duration.ofSeconds(1))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20));
  }

  private static boolean isListening(InetSocketAddress address) throws IOException {
    try {
      Client.connect(address).close();
      return true;
    } catch (ConnectException refused) {
      return false;
    }
  }

  private static boolean isServed(InetSocketAddress address) throws IOException {
    return Client.askFrom(Loopback.standard(), address, "hello").bytes() == "hello".length();
  }
}
