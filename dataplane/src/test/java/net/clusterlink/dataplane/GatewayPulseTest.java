package net.clusterlink.dataplane;

import static net.clusterlink.dataplane.GatewayHealth.State.REACHABLE;
import static net.clusterlink.dataplane.GatewayHealth.State.SUSPECT;
import static net.clusterlink.dataplane.GatewayHealth.State.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.clusterlink.api.HostPort;
import org.junit.jupiter.api.Test;

/** What heartbeats, answered or not, make of a gateway. */
class GatewayPulseTest {
  private static final Duration ROUND_TRIP = Duration.ofMillis(18);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final GatewayPulse pulse =
      new GatewayPulse(new HostPort("10.0.0.1", 4443), HeartbeatTiming.DEFAULT, () -> now);

  @Test
  void takesAGatewayThatWasNotAskedForReachable() {
    assertThat(pulse.health().state()).isEqualTo(REACHABLE);
    assertThat(pulse.lastHeard()).isEmpty();
    assertThat(pulse.interval()).isEqualTo(SECOND);
  }

  @Test
  void keepsWhenAndHowFastItAnswered() {
    now = now.plusSeconds(5);
    pulse.answered(ROUND_TRIP);
    assertThat(pulse.lastHeard()).contains(now);
    assertThat(pulse.health().roundTrip()).contains(ROUND_TRIP);
    assertThat(pulse.health().failure()).isEmpty();
    assertThat(pulse.health().since()).isEqualTo(now.minusSeconds(5));
  }

  @Test
  void isPatientWithAGatewayThatIsFarAway() {
    assertThat(pulse.patience()).isEqualTo(Duration.ofMillis(750));
    pulse.answered(Duration.ofMillis(300));
    assertThat(pulse.patience()).isEqualTo(Duration.ofMillis(750));
    pulse.answered(Duration.ofMillis(800));
    assertThat(pulse.patience()).isEqualTo(Duration.ofMillis(1_600));
  }

  @Test
  void isSuspectFromTheFirstFailureAndReachableWithTheNextAnswer() {
    pulse.answered(ROUND_TRIP);
    now = now.plusSeconds(1);
    pulse.failed("connection refused");
    assertThat(pulse.health().state()).isEqualTo(SUSPECT);
    assertThat(pulse.health().since()).isEqualTo(now);
    assertThat(pulse.health().failure()).contains("connection refused");
    assertThat(pulse.health().roundTrip()).contains(ROUND_TRIP);
    pulse.answered(ROUND_TRIP);
    assertThat(pulse.health().state()).isEqualTo(REACHABLE);
    assertThat(pulse.health().failure()).isEmpty();
  }

  @Test
  void isSuspectWhenItIsDoubtedThoughNothingHasFailed() {
    pulse.doubted("no sign of life for 750 ms");
    assertThat(pulse.health().state()).isEqualTo(SUSPECT);
    assertThat(pulse.health().failure()).contains("no sign of life for 750 ms");
    pulse.answered(ROUND_TRIP);
    assertThat(pulse.health().state()).isEqualTo(REACHABLE);
  }

  @Test
  void doesNotCountDoubtAsAFailure() {
    for (int i = 0; i < 4; i++) {
      pulse.doubted("the tunnel broke");
      pulse.failed("connection refused");
    }
    assertThat(pulse.health().state()).isEqualTo(SUSPECT);
  }

  @Test
  void isUnreachableAfterFiveFailuresInARowAndThenAskedLessOften() {
    failTimes(4);
    assertThat(pulse.health().state()).isEqualTo(SUSPECT);
    assertThat(pulse.interval()).isEqualTo(SECOND);
    failTimes(1);
    assertThat(pulse.health().state()).isEqualTo(UNREACHABLE);
    assertThat(pulse.interval()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void beginsToCountFailuresAnewWithEveryAnswer() {
    failTimes(4);
    pulse.answered(ROUND_TRIP);
    failTimes(4);
    assertThat(pulse.health().state()).isEqualTo(SUSPECT);
  }

  @Test
  void isReachableAfterThreeAnswersInARowAndAskedOftenFromTheFirst() {
    pulse.answered(ROUND_TRIP);
    failTimes(5);
    pulse.answered(ROUND_TRIP);
    assertThat(pulse.health().state()).isEqualTo(UNREACHABLE);
    assertThat(pulse.interval()).isEqualTo(SECOND);
    pulse.answered(ROUND_TRIP);
    assertThat(pulse.health().state()).isEqualTo(UNREACHABLE);
    pulse.answered(ROUND_TRIP);
    assertThat(pulse.health().state()).isEqualTo(REACHABLE);
  }

  @Test
  void beginsToCountAnswersAnewWithEveryFailure() {
    pulse.answered(ROUND_TRIP);
    failTimes(5);
    pulse.answered(ROUND_TRIP);
    pulse.answered(ROUND_TRIP);
    failTimes(1);
    assertThat(pulse.interval()).isEqualTo(Duration.ofSeconds(10));
    pulse.answered(ROUND_TRIP);
    pulse.answered(ROUND_TRIP);
    assertThat(pulse.health().state()).isEqualTo(UNREACHABLE);
  }

  @Test
  void isReachableWithTheFirstAnswerOfAll() {
    failTimes(7);
    assertThat(pulse.health().state()).isEqualTo(UNREACHABLE);
    pulse.answered(ROUND_TRIP);
    assertThat(pulse.health().state()).isEqualTo(REACHABLE);
  }

  @Test
  void staysUnreachableWhenItIsDoubted() {
    failTimes(5);
    pulse.doubted("the tunnel broke");
    assertThat(pulse.health().state()).isEqualTo(UNREACHABLE);
  }

  private void failTimes(int times) {
    for (int i = 0; i < times; i++) {
      pulse.failed("connection refused");
    }
  }
}
