package net.clusterlink.systemtests;

import static net.clusterlink.systemtests.stage.Received.Ending.RESET;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import net.clusterlink.systemtests.stage.Client;
import net.clusterlink.systemtests.stage.EchoSession;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.Payload;
import net.clusterlink.systemtests.stage.Received;
import net.clusterlink.systemtests.stage.Scripts;
import net.clusterlink.systemtests.stage.TcpService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A gateway that dies in the middle of a session breaks it visibly, and only as long as it is gone.
 */
@Tag("external")
@Timeout(60)
class GatewayCrashIT {
  @RegisterExtension static final Link LINK = new Link();

  private static final TcpService<Long> ECHO = TcpService.start(Scripts.echo());
  private static final TcpService<Received> SINK = TcpService.start(Scripts.sink());
  private static final TcpService<Received> FOUNTAIN =
      TcpService.start(Scripts.source(new Payload(1, Long.MAX_VALUE / 2)));

  private static InetSocketAddress echo;
  private static InetSocketAddress sink;
  private static InetSocketAddress fountain;

  @BeforeAll
  static void start() {
    echo = LINK.offer("echo", ECHO);
    sink = LINK.offer("sink", SINK);
    fountain = LINK.offer("fountain", FOUNTAIN);
    LINK.allowAll();
    LINK.start();
  }

  @AfterAll
  static void stop() {
    ECHO.close();
    SINK.close();
    FOUNTAIN.close();
  }

  @Test
  void theClientSeesABreakWhenTheServiceSideIsKilled() throws IOException {
    try (Socket client = Client.connect(fountain)) {
      assertThat(client.getInputStream().readNBytes(100_000)).hasSize(100_000);
      LINK.east().kill();
      assertThat(Received.readAll(client.getInputStream()).ending()).isEqualTo(RESET);
    }
    LINK.east().close();
    LINK.startEast();
    awaitService();
  }

  @Test
  void theServiceSeesABreakWhenTheClientSideIsKilled() throws IOException {
    try (Socket client = Client.connect(sink)) {
      new Payload(2, 100_000).writeTo(client.getOutputStream());
      Awaitility.await("the session is up")
          .until(() -> LINK.east().metrics().sum("clusterlink_sessions_live") == 1);
      LINK.west().kill();
      assertThat(SINK.next().ending()).isEqualTo(RESET);
    }
    LINK.west().close();
    LINK.startWest();
    awaitService();
  }

  private static void awaitService() {
    Awaitility.await("service as before").ignoreExceptions().until(GatewayCrashIT::isServed);
  }

  private static boolean isServed() throws IOException {
    try (EchoSession session = new EchoSession(echo)) {
      return session.answers();
    }
  }
}
