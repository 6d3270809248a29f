package net.clusterlink.dataplane;

import static net.clusterlink.dataplane.GatewayHealth.State.REACHABLE;
import static net.clusterlink.dataplane.GatewayHealth.State.SUSPECT;
import static net.clusterlink.dataplane.GatewayHealth.State.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.clusterlink.api.HostPort;
import net.clusterlink.dataplane.protocol.GoodbyeCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Heartbeats over real connections, at a tenth of their time or less. */
@Timeout(60)
class HeartbeatsIT {
  private static final HeartbeatTiming FAST =
      new HeartbeatTiming(
          Duration.ZERO,
          Duration.ofMillis(50),
          Duration.ofMillis(200),
          Duration.ofMillis(300),
          Duration.ofMillis(500),
          Duration.ofMillis(200),
          5,
          3);

  /** As quick to ask, but slow to judge: for what no busy machine may disturb. */
  private static final HeartbeatTiming PATIENT =
      new HeartbeatTiming(
          FAST.first(),
          FAST.interval(),
          FAST.slowInterval(),
          Duration.ofSeconds(10),
          Duration.ofSeconds(15),
          Duration.ofSeconds(10),
          FAST.failures(),
          FAST.successes());

  private final GatewayUnderTest west = open();
  private final ServingGateway east = gateway("east");

  private static GatewayUnderTest open() {
    try {
      return new GatewayUnderTest(Timeouts.DEFAULT, Limits.DEFAULT, FAST);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ServingGateway gateway(String peer) {
    try {
      return new ServingGateway(peer, FarTls.presenting(west.authority.peer(peer).issue()));
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
  void pingsAgainAndAgainOnOneTunnel() throws IOException {
    try (var patient = new GatewayUnderTest(Timeouts.DEFAULT, Limits.DEFAULT, PATIENT);
        var far =
            new ServingGateway("east", FarTls.presenting(patient.authority.peer("east").issue()))) {
      patient.put("east", far.address());
      await().until(() -> far.pings.get() > 10);
      assertThat(far.tunnels).hasValue(1);
      assertThat(health(patient, "east", far.address()).roundTrip()).isPresent();
      assertThat(patient.events.health)
          .singleElement()
          .satisfies(told -> {
            assertThat(told.reachable()).isTrue();
            assertThat(told.lastHeard()).isPresent();
          });
    }
  }

  @Test
  void learnsThePeersLabelsBeforeAnySession() throws IOException {
    try (var patient = new GatewayUnderTest(Timeouts.DEFAULT, Limits.DEFAULT, PATIENT);
        FarGateway labelled = patient.peer("north");
        FarTunnel heartbeats = labelled.accept(Map.of("region", "eu"))) {
      await()
          .until(
              () -> patient.dataplane.peers().getFirst().labels().equals(Map.of("region", "eu")));
      assertThat(heartbeats.waiting()).doesNotContain("open");
    }
  }

  @Test
  void tellsOfEachChangeOnce() throws IOException {
    try (var patient = new GatewayUnderTest(Timeouts.DEFAULT, Limits.DEFAULT, PATIENT);
        var far =
            new ServingGateway("east", FarTls.presenting(patient.authority.peer("east").issue()))) {
      patient.put("east", far.address());
      await().until(() -> told(patient).contains(REACHABLE));
      far.crash();
      await().until(() -> told(patient).contains(UNREACHABLE));
      assertThat(health(patient, "east", far.address()).failure().orElseThrow())
          .contains("Connection refused");
      far.recover();
      await().until(() -> told(patient).size() == 4);
      assertThat(told(patient)).containsExactly(REACHABLE, SUSPECT, UNREACHABLE, REACHABLE);
      assertThat(patient.events.health)
          .extracting(PeerHealth::reachable)
          .containsExactly(true, true, false, true);
      assertThat(patient.events.refused).as("refusals of heartbeats' dials").isEmpty();
    }
  }

  private static List<GatewayHealth.State> told(GatewayUnderTest asked) {
    return asked.events.health.stream().map(told -> told.gateways().getFirst().state()).toList();
  }

  @Test
  void suspectsAGatewayThatAnswersNoPingAndDialsAnewWhenTheTimeIsOver() {
    west.put("east", east.address());
    await().until(() -> east().lastHeard().isPresent());
    east.answering = false;
    await().until(() -> health(west, "east", east.address()).state() == SUSPECT);
    assertThat(east.tunnels).hasValue(1);
    await().until(() -> health(west, "east", east.address()).state() == UNREACHABLE);
    assertThat(health(west, "east", east.address()).failure()).contains("no answer within 500 ms");
    assertThat(east.tunnels).hasValueBetween(5, 6);
    east.answering = true;
    await().until(() -> east().reachable());
  }

  @Test
  void dialsAgainBehindAGoodbyeWhichIsNoFailure() throws IOException {
    west.put("east", east.address());
    await().until(() -> east().lastHeard().isPresent());
    for (int i = 2; i < 5; i++) {
      int tunnels = i;
      east.sayGoodbye(GoodbyeCode.AGE);
      await().until(() -> east.tunnels.get() == tunnels);
    }
    assertThat(west.events.health).hasSize(1);
  }

  @Test
  void isNoHurryWithAGatewayThatSaysNothingButGoodbye() throws IOException {
    west.put("east", east.address());
    await().until(() -> east().lastHeard().isPresent());
    east.answering = false;
    int before = east.tunnels.get();
    east.sayGoodbye(GoodbyeCode.DRAINING);
    await().until(() -> health(west, "east", east.address()).state() == SUSPECT);
    await().until(() -> health(west, "east", east.address()).state() == UNREACHABLE);
    assertThat(east.tunnels.get() - before).isLessThan(12);
  }

  @Test
  void asksEveryGatewayAndIsContentWithOne() throws IOException {
    try (ServingGateway gone = gateway("east")) {
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
    try (ServingGateway north = gateway("north")) {
      west.put("east", north.address());
      await().until(() -> !east().reachable());
      assertThat(health(west, "east", north.address()).failure().orElseThrow())
          .isEqualTo("certificate-name: reached peer \"north\" where \"east\" was expected");
      assertThat(north.pings).hasValue(0);
    }
  }

  @Test
  void stopsWithThePeerOrGatewayThatIsRemoved() throws IOException {
    try (ServingGateway other = gateway("east")) {
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
