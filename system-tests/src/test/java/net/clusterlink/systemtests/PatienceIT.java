package net.clusterlink.systemtests;

import static net.clusterlink.systemtests.stage.Received.Ending.RESET;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.clusterlink.systemtests.stage.Client;
import net.clusterlink.systemtests.stage.Flood;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.Manifests;
import net.clusterlink.systemtests.stage.Received;
import net.clusterlink.systemtests.stage.Scripts;
import net.clusterlink.systemtests.stage.TcpService;
import net.clusterlink.systemtests.wire.FakeGateway;
import net.clusterlink.systemtests.wire.Frame;
import net.clusterlink.systemtests.wire.Identity;
import net.clusterlink.systemtests.wire.OpenRequest;
import net.clusterlink.systemtests.wire.RawTunnel;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What takes its time, by the times of docs/protocol.md, section 8. These tests wait, and so they
 * wait together.
 */
@Tag("external")
@Timeout(60)
class PatienceIT {
  /** Longer than the silence after which a tunnel is taken for dead. */
  private static final Duration LONG_STALL = Duration.ofSeconds(13);

  private static final Duration SLACK = Duration.ofSeconds(5);
  private static final String NORTH = "north";

  @RegisterExtension static final Link LINK = new Link();

  private static final Flood FLOOD = new Flood();
  private static final TcpService<Long> FLOODING = TcpService.start(FLOOD);
  private static final TcpService<Long> ECHO = TcpService.start(Scripts.echo());
  private static FakeGateway far;
  private static Identity north;

  private static InetSocketAddress flooding;
  private static InetSocketAddress unanswered;
  private static InetSocketAddress silent;
  private static InetSocketAddress idle;

  @BeforeAll
  static void start() {
    north = Identity.load(LINK.fabric().peer(NORTH));
    far = FakeGateway.serving(north, PatienceIT::serve);
    flooding = LINK.offer("flooding", FLOODING);
    LINK.offer("echo", ECHO);
    unanswered = LINK.take("unanswered", NORTH);
    silent = LINK.take("silent", NORTH);
    idle = LINK.take("idle", NORTH);
    LINK.westConfig().put("north.yaml", Manifests.peer(NORTH, far.address()));
    LINK.allowAll();
    LINK.start();
  }

  @AfterAll
  static void stop() {
    far.close();
    FLOODING.close();
    ECHO.close();
  }

  /** A far gateway that never answers some, and never says anything after it accepted others. */
  private static void serve(RawTunnel tunnel) throws IOException {
    tunnel.exchangeHellos(Map.of());
    OpenRequest open = OpenRequest.of(tunnel.next());
    switch (open.name()) {
      case "unanswered" -> tunnel.untilClosed(LONG_STALL.multipliedBy(2));
      case "silent" -> {
        tunnel.send(Frame.of(Frame.ACCEPT), Frame.data("hello"));
        while (true) {
          tunnel.nextOfAll();
        }
      }
      case "idle" -> {
        tunnel.send(Frame.of(Frame.ACCEPT));
        while (true) {
          Frame frame = tunnel.nextOfAll();
          if (frame.type() == Frame.PING) {
            tunnel.send(Frame.of(Frame.PONG, frame.payload()), Frame.data("pinged"), Frame.end());
          }
        }
      }
      default -> throw new AssertionError("nobody asked for " + open);
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aReaderThatStallsForLongIsNotTakenForDead() throws IOException {
    try (Socket slow = Client.connect(flooding)) {
      FLOOD.awaitFull();
      Awaitility.await("the session stays")
          .during(LONG_STALL)
          .atMost(LONG_STALL.plus(SLACK))
          .pollInterval(Duration.ofSeconds(1))
          .until(() ->
              LINK.west().metrics().sum("clusterlink_sessions_live", "import", "default/flooding")
                  == 1);
      assertThat(slow.getInputStream().readNBytes(20 << 20)).hasSize(20 << 20);
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void anOpenWithoutAnAnswerResetsTheClient() throws IOException {
    int mark = LINK.west().log().mark();
    long startNs = System.nanoTime();
    try (Socket client = Client.connect(unanswered)) {
      client.getOutputStream().write('x');
      Received received = Received.readAll(client.getInputStream());
      assertThat(received.bytes()).isZero();
      assertThat(received.ending()).isEqualTo(RESET);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - startNs))
        .isBetween(Duration.ofSeconds(14), Duration.ofSeconds(15).plus(SLACK));
    LINK.west().log().await(mark, "default/unanswered", "reason=open-unanswered");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aFarGatewayThatFallsSilentIsTakenForDead() throws IOException {
    int mark = LINK.west().log().mark();
    try (Socket client = Client.connect(silent)) {
      Received received = Received.readAll(client.getInputStream());
      assertThat(received.bytes()).isEqualTo("hello".length());
      assertThat(received.ending()).isEqualTo(RESET);
    }
    LINK.west().log().await(mark, "default/silent", "reason=tunnel-lost");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aSilentSessionIsKeptAliveByPings() throws IOException {
    try (Socket client = Client.connect(idle)) {
      assertThat(client.getInputStream().readNBytes(6)).hasSize(6);
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aPeerThatFallsSilentIsTakenForDead() throws IOException {
    try (RawTunnel tunnel = RawTunnel.establish(LINK.east().address(), Link.EAST, north)) {
      long startNs = System.nanoTime();
      boolean pinged = readUntilClosed(tunnel).stream().anyMatch(f -> f.type() == Frame.PING);
      assertThat(pinged).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - startNs))
          .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(10).plus(SLACK));
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aConnectionThatSaysNothingIsCut() throws IOException {
    int mark = LINK.east().log().mark();
    try (Socket mute = Client.connect(LINK.east().address())) {
      assertThat(Received.readAll(mute.getInputStream()).bytes()).isZero();
    }
    LINK.east().log().await(mark, "tunnel refused", "direction=accepted", "reason=timeout");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aTunnelWithoutAHelloIsCut() throws IOException {
    try (RawTunnel tunnel = RawTunnel.dial(LINK.east().address(), Link.EAST, Optional.of(north))) {
      assertThat(readUntilClosed(tunnel)).allMatch(frame -> frame.type() == Frame.HELLO);
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void aSlowHandshakeIsCut() throws IOException {
    try (Socket slow = Client.connect(LINK.east().address())) {
      slow.getOutputStream().write(new byte[] {0x16, 3, 1, 2, 0});
      assertThat(Received.readAll(slow.getInputStream()).bytes()).isLessThan(100);
    }
  }

  private static List<Frame> readUntilClosed(RawTunnel tunnel) throws IOException {
    return tunnel.readOnlyUntilClosed(LONG_STALL.plus(SLACK));
  }
}
