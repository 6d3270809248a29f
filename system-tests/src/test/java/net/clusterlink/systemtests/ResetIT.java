package net.clusterlink.systemtests;

import static net.clusterlink.systemtests.stage.Received.Ending.RESET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import net.clusterlink.systemtests.stage.Client;
import net.clusterlink.systemtests.stage.EchoSession;
import net.clusterlink.systemtests.stage.Flood;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.Payload;
import net.clusterlink.systemtests.stage.Received;
import net.clusterlink.systemtests.stage.Scripts;
import net.clusterlink.systemtests.stage.TcpService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A broken session never looks like a complete one, whichever end broke it. */
@Timeout(60)
class ResetIT {
  private static final int SOME = 100_000;

  @RegisterExtension static final Link LINK = new Link();

  private static final TcpService<Long> ECHO = TcpService.start(Scripts.echo());
  private static final TcpService<Received> SINK = TcpService.start(Scripts.greet("!"));

  /** Sends without end. */
  private static final TcpService<Received> FOUNTAIN =
      TcpService.start(Scripts.source(new Payload(1, Long.MAX_VALUE / 2)));

  /** Sends some, awaits a byte, then breaks. */
  private static final TcpService<Boolean> BREAKING = TcpService.start(ResetIT::breakAfterSome);

  /** Sends some, ends, awaits a byte, then breaks. */
  private static final TcpService<Boolean> ENDING_THEN_BREAKING =
      TcpService.start(ResetIT::endThenBreak);

  private static final Flood FLOOD = new Flood();
  private static final TcpService<Long> FLOODING = TcpService.start(FLOOD);

  /** Ends both directions at once though the client goes on. */
  private static final TcpService<Boolean> LEAVING = TcpService.start(ResetIT::leave);

  private static InetSocketAddress echo;
  private static InetSocketAddress sink;
  private static InetSocketAddress fountain;
  private static InetSocketAddress breaking;
  private static InetSocketAddress endingThenBreaking;
  private static InetSocketAddress flooding;
  private static InetSocketAddress leaving;

  private EchoSession bystander;

  @BeforeAll
  static void start() {
    echo = LINK.offer("echo", ECHO);
    sink = LINK.offer("sink", SINK);
    fountain = LINK.offer("fountain", FOUNTAIN);
    breaking = LINK.offer("breaking", BREAKING);
    endingThenBreaking = LINK.offer("ending-then-breaking", ENDING_THEN_BREAKING);
    flooding = LINK.offer("flooding", FLOODING);
    leaving = LINK.offer("leaving", LEAVING);
    LINK.allowAll();
    LINK.start();
  }

  @AfterAll
  static void stop() {
    ECHO.close();
    SINK.close();
    FOUNTAIN.close();
    BREAKING.close();
    ENDING_THEN_BREAKING.close();
    FLOODING.close();
    LEAVING.close();
  }

  @BeforeEach
  void meetBystander() throws IOException {
    bystander = new EchoSession(echo);
    assertThat(bystander.answers()).isTrue();
  }

  @AfterEach
  void askBystander() throws IOException {
    try (EchoSession session = bystander) {
      assertThat(session.answers()).as("a session beside it goes on").isTrue();
      assertThat(session.end().ending()).isEqualTo(Received.Ending.CLEAN);
    }
  }

  @Test
  void aResetOfTheClientReachesTheService() throws IOException {
    int mark = LINK.west().log().mark();
    Socket client = Client.connect(sink);
    assertThat(client.getInputStream().read()).as("the session is up").isEqualTo('!');
    new Payload(3, SOME).writeTo(client.getOutputStream());
    Client.reset(client);
    assertThat(SINK.next().ending()).isEqualTo(RESET);
    LINK.west().log().await(mark, "side=client", "reason=client-reset", "default/sink");
    LINK.east().log().await(0, "session aborted", "side=service", "default/sink");
  }

  @Test
  void aResetOfTheClientAfterItsEndReachesTheService() throws IOException {
    Socket client = Client.connect(fountain);
    client.shutdownOutput();
    assertThat(client.getInputStream().readNBytes(SOME)).hasSize(SOME);
    Client.reset(client);
    assertThat(FOUNTAIN.next().ending()).isEqualTo(RESET);
  }

  @Test
  void aClientThatVanishesWithUnreadBytesReachesTheService() throws IOException {
    Socket client = Client.connect(fountain);
    assertThat(client.getInputStream().read()).isNotNegative();
    client.close();
    assertThat(FOUNTAIN.next().ending()).isEqualTo(RESET);
  }

  @Test
  void aResetOfTheServiceReachesTheClient() throws IOException {
    int mark = LINK.east().log().mark();
    try (Socket client = Client.connect(breaking)) {
      assertThat(client.getInputStream().readNBytes(SOME)).hasSize(SOME);
      client.getOutputStream().write(1);
      assertThat(Received.readAll(client.getInputStream()).ending()).isEqualTo(RESET);
    }
    LINK.east().log().await(mark, "side=service", "reason=service-reset", "default/breaking");
  }

  @Test
  void aResetOfTheServiceReachesAClientThatReadsNothing() throws IOException {
    try (Socket client = Client.connect(flooding)) {
      FLOOD.awaitFull();
      FLOOD.reset();
      assertThat(Received.readAll(client.getInputStream()).ending()).isEqualTo(RESET);
    }
  }

  @Test
  void aResetOfTheServiceAfterItsEndReachesTheClient() throws IOException {
    try (Socket client = Client.connect(endingThenBreaking)) {
      Received received = Received.readAll(client.getInputStream());
      assertThat(received).matches(some -> some.isWhole(new Payload(5, SOME)));
      client.getOutputStream().write(1);
      assertThatThrownBy(() -> writeWithoutEnd(client)).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void aServiceThatLeavesBreaksTheClientThatGoesOnSending() throws IOException {
    try (Socket client = Client.connect(leaving)) {
      assertThatThrownBy(() -> writeWithoutEnd(client)).isInstanceOf(SocketException.class);
    }
  }

  private static void writeWithoutEnd(Socket client) throws IOException {
    new Payload(9, Long.MAX_VALUE / 2).writeTo(client.getOutputStream());
  }

  private static Boolean breakAfterSome(Socket socket) throws IOException {
    new Payload(5, SOME).writeTo(socket.getOutputStream());
    boolean asked = socket.getInputStream().read() == 1;
    Client.reset(socket);
    return asked;
  }

  private static Boolean endThenBreak(Socket socket) throws IOException {
    new Payload(5, SOME).writeTo(socket.getOutputStream());
    socket.shutdownOutput();
    boolean asked = socket.getInputStream().read() == 1;
    Client.reset(socket);
    return asked;
  }

  private static Boolean leave(Socket socket) throws IOException {
    boolean met = socket.getInputStream().read() >= 0;
    socket.close();
    return met;
  }
}
