package net.clusterlink.dataplane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.clusterlink.api.HostPort;
import net.clusterlink.dataplane.protocol.GoodbyeCode;
import net.clusterlink.dataplane.protocol.RefuseCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How all gateways of a peer are used, and what becomes of a session when one of them fails. */
@Tag("external")
@Timeout(60)
class FailoverIT {
  /** Often, and patient with a busy machine. */
  private static final HeartbeatTiming OFTEN =
      new HeartbeatTiming(
          Duration.ZERO,
          Duration.ofMillis(200),
          Duration.ofSeconds(1),
          Duration.ofSeconds(4),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          5,
          3);

  private final GatewayUnderTest west = open(OFTEN);
  private final ServingGateway one = gateway("one", "east");
  private final ServingGateway two = gateway("two", "east");
  private final ServingGateway north = gateway("north", "north");

  private static GatewayUnderTest open(HeartbeatTiming timing) {
    try {
      return new GatewayUnderTest(Timeouts.DEFAULT, Limits.DEFAULT, timing);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ServingGateway gateway(String name, String peer) {
    try {
      return new ServingGateway(name, FarTls.presenting(west.authority.peer(peer).issue()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void link() {
    west.put("east", one.address(), two.address());
    west.put("north", north.address());
    west.importFrom("east", "north");
  }

  @AfterEach
  void close() throws IOException {
    west.close();
    one.close();
    two.close();
    north.close();
  }

  @Test
  void usesAllGatewaysOfAPeerInTurn() {
    assertThat(served(20)).isEqualTo(Map.of("one", 10L, "two", 10L));
  }

  @Test
  void keepsFreeTunnelsToEachGateway() {
    served(20);
    // A heartbeat's and a session's, each.
    assertThat(one.tunnels).hasValue(2);
    assertThat(two.tunnels).hasValue(2);
  }

  @ParameterizedTest
  @EnumSource(names = {"OVERLOADED", "DRAINING", "INTERNAL"})
  void triesThePeersOtherGatewayWithTheSameBytesWhenOneRefusesForItself(RefuseCode code) {
    one.refusing = Optional.of(code);
    assertThat(served(4)).isEqualTo(Map.of("two", 4L));
    assertThat(one.opens).hasValue(2);
    assertThat(two.heard).hasSize(4).containsOnly("question");
    assertThat(north.opens).hasValue(0);
  }

  @ParameterizedTest
  @EnumSource(names = {"NOT_FOUND_OR_DENIED", "UNREACHABLE"})
  void triesTheNextSourceWhenOneGatewayRefusesForThePeer(RefuseCode code) {
    one.refusing = Optional.of(code);
    two.refusing = Optional.of(code);
    assertThat(served(4)).isEqualTo(Map.of("north", 4L));
    assertThat(one.opens).hasValue(2);
    assertThat(two.opens).hasValue(2);
  }

  @Test
  void namesEachGatewayThatRefused() throws IOException {
    one.refusing = Optional.of(RefuseCode.DRAINING);
    two.refusing = Optional.of(RefuseCode.OVERLOADED);
    north.refusing = Optional.of(RefuseCode.INTERNAL);
    try (Socket client = west.connect()) {
      GatewayUnderTest.assertReset(client);
    }
    assertThat(west.end().reason()).isEqualTo(EndReason.INTERNAL);
    assertThat(west.end().detail())
        .contains("east: " + one.address() + ": refused by the far side: draining")
        .contains("east: " + two.address() + ": refused by the far side: overloaded")
        .endsWith("north: refused by the far side: internal");
  }

  @Test
  void goesToTheOtherGatewayWhenOneIsGoneAndBackWhenItReturns() throws IOException {
    served(4);
    one.crash();
    awaitState(one.address(), GatewayHealth.State.SUSPECT);
    assertThat(served(10)).isEqualTo(Map.of("two", 10L));
    one.recover();
    awaitState(one.address(), GatewayHealth.State.REACHABLE);
    assertThat(served(10)).isEqualTo(Map.of("one", 5L, "two", 5L));
  }

  @Test
  void prefersTheOtherGatewayAsSoonAsOneSaysThatItGoes() throws IOException {
    served(4);
    one.answering = false;
    one.sayGoodbye(GoodbyeCode.DRAINING);
    awaitState(one.address(), GatewayHealth.State.SUSPECT);
    assertThat(served(4)).isEqualTo(Map.of("two", 4L));
  }

  @Test
  void leavesFreeTunnelsToAGatewayThatAnswersNoHeartbeat() {
    served(4);
    one.answering = false;
    awaitState(one.address(), GatewayHealth.State.SUSPECT);
    assertThat(served(6)).isEqualTo(Map.of("two", 6L));
    one.answering = true;
    awaitState(one.address(), GatewayHealth.State.REACHABLE);
    assertThat(served(6)).isEqualTo(Map.of("one", 3L, "two", 3L));
  }

  @Test
  void isNotHeldUpByAGatewayThatTakesConnectionsAndIsSilent() throws IOException {
    // The system takes connections for it, and nobody ever reads them.
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var stopped = new HostPort("127.0.0.1", silent.getLocalPort());
      west.put("east", stopped, two.address());
      awaitState(stopped, GatewayHealth.State.SUSPECT);
      Instant begun = Instant.now();
      assertThat(served(6)).isEqualTo(Map.of("two", 6L));
      assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void doubtsAGatewayWithinTwoSecondsOfItsLastAnswer() {
    HeartbeatTiming timing = HeartbeatTiming.DEFAULT;
    assertThat(timing.interval().plus(timing.patience())).isLessThan(Duration.ofSeconds(2));
  }

  private void awaitState(HostPort gateway, GatewayHealth.State state) {
    await()
        .pollInterval(Duration.ofMillis(20))
        // Not known at all in the first moment.
        .ignoreException(NoSuchElementException.class)
        .until(() ->
            west.dataplane.peers().stream()
                .filter(peer -> peer.peer().equals("east"))
                .flatMap(peer -> peer.at(gateway).stream())
                .anyMatch(health -> health.state() == state));
  }

  /** How many of so many sessions, one after another, each gateway served. */
  private Map<String, Long> served(int sessions) {
    List<String> names = IntStream.range(0, sessions).mapToObj(_ -> session()).toList();
    return names.stream().collect(groupingBy(Function.identity(), counting()));
  }

  private String session() {
    int before = west.events.ends.size();
    try (Socket client = west.connect()) {
      client.getOutputStream().write("question".getBytes(UTF_8));
      client.shutdownOutput();
      String name = new String(client.getInputStream().readAllBytes(), UTF_8);
      await().pollInterval(Duration.ofMillis(2)).until(() -> west.events.ends.size() > before);
      return name;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
