package net.clusterlink.dataplane;

import static net.clusterlink.dataplane.GatewayHealth.State.REACHABLE;
import static net.clusterlink.dataplane.GatewayHealth.State.SUSPECT;
import static net.clusterlink.dataplane.GatewayHealth.State.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.clusterlink.api.HostPort;
import net.clusterlink.dataplane.protocol.GoodbyeCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Heartbeats over real connections, more often than in earnest. */
@Tag("external")
@Timeout(60)
class HeartbeatsIT {
  /** Often, and patient with a busy machine. */
  private static final HeartbeatTiming OFTEN =
      new HeartbeatTiming(
          Duration.ZERO,
          Duration.ofMillis(50),
          Duration.ofMillis(200),
          Duration.ofSeconds(9),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          5,
          3);

  /** Of little patience, for a gateway that does not answer. */
  private static final HeartbeatTiming HASTY =
      new HeartbeatTiming(
          Duration.ZERO,
          Duration.ofMillis(50),
          Duration.ofMillis(200),
          Duration.ofMillis(400),
          Duration.ofMillis(500),
          Duration.ofMillis(200),
          5,
          3);

  private final GatewayUnderTest west = open(OFTEN);
  private final ServingGateway east = gateway(west, "east");

  private static GatewayUnderTest open(HeartbeatTiming timing) {
    try {
      return new GatewayUnderTest(Timeouts.DEFAULT, Limits.DEFAULT, timing);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ServingGateway gateway(GatewayUnderTest ofFabric, String peer) {
    try {
      return new ServingGateway(peer, FarTls.presenting(ofFabric.authority.peer(peer).issue()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void close() throws IOException {
    west.close();
    east.close();
  }

  static GatewayHealth health(GatewayUnderTest asked, String peer, HostPort gateway) {
    return asked.dataplane.peers().stream()
        .filter(health -> health.peer().equals(peer))
        .findFirst()
        .flatMap(health -> health.at(gateway))
        .orElseThrow();
  }

  private PeerHealth east() {
    return west.dataplane.peers().getFirst();
  }

  @Test
  void pingsAgainAndAgainOnOneTunnel() {
    west.put("east", east.address());
    await().until(() -> east.pings.get() > 10);
    assertThat(east.tunnels).hasValue(1);
    assertThat(east().reachable()).isTrue();
    assertThat(east().lastHeard()).isPresent();
    assertThat(health(west, "east", east.address()).roundTrip()).isPresent();
    assertThat(west.events.health).hasSize(1);
    assertThat(west.events.health.getFirst().lastHeard()).isPresent();
  }

  @Test
  void learnsThePeersLabelsBeforeAnySession() throws IOException {
    try (FarGateway labelled =
        west.peer("north", FarTls.presenting(west.authority.peer("north").issue()))) {
      try (FarTunnel heartbeats = labelled.accept(Map.of("region", "eu"))) {
        await().until(() -> east().labels().equals(Map.of("region", "eu")));
        assertThat(heartbeats.waiting()).doesNotContain("open");
      }
    }
  }

  @Test
  void tellsOfEachChangeOnce() throws IOException {
    west.put("east", east.address());
    await().until(() -> east().lastHeard().isPresent());
    east.crash();
    await().until(() -> !east().reachable());
    assertThat(health(west, "east", east.address()).failure().orElseThrow())
        .contains("Connection refused");
    east.recover();
    await().until(() -> east().reachable());
    await().until(() -> west.events.health.size() == 4);
    assertThat(west.events.health)
        .extracting(told -> told.gateways().getFirst().state())
        .containsExactly(REACHABLE, SUSPECT, UNREACHABLE, REACHABLE);
    assertThat(west.events.health)
        .extracting(PeerHealth::reachable)
        .containsExactly(true, true, false, true);
    assertThat(west.events.refused).as("refusals of heartbeats' dials").isEmpty();
  }

  @Test
  void suspectsAGatewayThatAnswersNoPingAndDialsAnewWhenTheTimeIsOver() throws IOException {
    try (GatewayUnderTest hasty = open(HASTY);
        ServingGateway far = gateway(hasty, "east")) {
      far.answering = false;
      hasty.put("east", far.address());
      await().until(() -> !hasty.dataplane.peers().isEmpty());
      await().until(() -> health(hasty, "east", far.address()).state() == UNREACHABLE);
      assertThat(hasty.events.health)
          .extracting(told -> told.gateways().getFirst().state())
          .containsExactly(SUSPECT, UNREACHABLE);
      assertThat(hasty.events.health.getFirst().gateways().getFirst().failure())
          .contains("no sign of life for 200 ms");
      int before = far.tunnels.get();
      await().until(() -> far.tunnels.get() > before);
      far.answering = true;
      await().until(() -> health(hasty, "east", far.address()).state() == REACHABLE);
    }
  }

  @Test
  void dialsAgainBehindAGoodbyeWhichIsNoFailure() throws IOException {
    west.put("east", east.address());
    await().until(() -> east().lastHeard().isPresent());
    for (int i = 2; i < 5; i++) {
      int tunnels = i;
      east.sayGoodbye(GoodbyeCode.AGE);
      await().until(() -> east.tunnels.get() == tunnels);
      // A second goodbye within one heartbeat would be a failure.
      Instant dialed = Instant.now();
      await().until(() -> east().lastHeard().orElseThrow().isAfter(dialed));
    }
    assertThat(west.events.health).hasSize(1);
  }

  @Test
  void dialsNoMoreThanTwiceForOneHeartbeatWhateverIsSaid() throws IOException {
    east.answering = false;
    east.leaving = true;
    west.put("east", east.address());
    await().until(() -> !west.dataplane.peers().isEmpty());
    await().until(() -> health(west, "east", east.address()).state() == UNREACHABLE);
    assertThat(east.tunnels.get()).isBetween(10, 12);
  }

  @Test
  void asksEveryGatewayAndIsContentWithOne() throws IOException {
    try (ServingGateway gone = gateway(west, "east")) {
      gone.crash();
      west.put("east", gone.address(), east.address());
      await().until(() -> health(west, "east", gone.address()).state() == UNREACHABLE);
      assertThat(east().reachable()).isTrue();
      assertThat(east().gateways())
          .extracting(GatewayHealth::gateway)
          .containsExactly(gone.address(), east.address());
      assertThat(health(west, "east", east.address()).state()).isEqualTo(REACHABLE);
    }
  }

  @Test
  void doesNotTakeAnotherPeersAnswer() throws IOException {
    try (ServingGateway north = gateway(west, "north")) {
      west.put("east", north.address());
      await().until(() -> !east().reachable());
      assertThat(health(west, "east", north.address()).failure().orElseThrow())
          .isEqualTo("certificate-name: reached peer \"north\" where \"east\" was expected");
      assertThat(north.pings).hasValue(0);
    }
  }

  @Test
  void stopsWithThePeerOrGatewayThatIsRemoved() throws IOException {
    try (ServingGateway other = gateway(west, "east")) {
      west.put("east", east.address(), other.address());
      await().until(() -> east.pings.get() > 2 && other.pings.get() > 2);
      west.put("east", other.address());
      await().until(() -> east().gateways().size() == 1);
      int before = east.pings.get();
      int since = other.pings.get();
      await().until(() -> other.pings.get() > since + 5);
      assertThat(east.pings).hasValueLessThanOrEqualTo(before + 1);
      west.removePeer("east");
      await().until(() -> west.dataplane.peers().isEmpty());
    }
  }

  @Test
  void stopsWhenTheGatewayDrains() throws Exception {
    west.put("east", east.address());
    await().until(() -> east().lastHeard().isPresent());
    west.dataplane.drain(Duration.ofSeconds(1));
    await().until(() -> west.events.closed.size() == 1);
    assertThat(east.tunnels).hasValue(1);
    assertThat(List.copyOf(west.dataplane.peers())).hasSize(1);
  }
}
