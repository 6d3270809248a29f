package net.clusterlink.dataplane;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import net.clusterlink.api.HostPort;
import net.clusterlink.dataplane.GatewayHealth.State;

/**
 * What the heartbeats of one gateway say of it: the rules of docs/protocol.md, section 5, without
 * any I/O. Used on one thread.
 */
final class GatewayPulse {
  private final HeartbeatTiming timing;
  private final InstantSource clock;

  private GatewayHealth health;
  private Optional<Instant> lastHeard = Optional.empty();
  private int failures;
  private int successes;

  /** That of a gateway that was not asked yet: it is taken for reachable. */
  GatewayPulse(HostPort gateway, HeartbeatTiming timing, InstantSource clock) {
    this.timing = timing;
    this.clock = clock;
    this.health =
        new GatewayHealth(
            gateway, State.REACHABLE, clock.instant(), Optional.empty(), Optional.empty());
  }

  GatewayHealth health() {
    return health;
  }

  /** When a heartbeat was last answered. */
  Optional<Instant> lastHeard() {
    return lastHeard;
  }

  /** From the last heartbeat to the next. */
  Duration interval() {
    boolean slow = health.state() == State.UNREACHABLE && successes == 0;
    return slow ? timing.slowInterval() : timing.interval();
  }

  /** How long to wait for a sign of life before doubting: longer where the way is long. */
  Duration patience() {
    return health
        .roundTrip()
        .map(time -> time.multipliedBy(2))
        .filter(time -> time.compareTo(timing.patience()) > 0)
        .orElse(timing.patience());
  }

  /** A heartbeat was answered in time. */
  void answered(Duration roundTrip) {
    // One that was never heard of has nothing to be distrusted for.
    boolean trusted = health.state() != State.UNREACHABLE || lastHeard.isEmpty();
    failures = 0;
    successes++;
    lastHeard = Optional.of(clock.instant());
    become(
        trusted || successes >= timing.successes() ? State.REACHABLE : State.UNREACHABLE,
        Optional.of(roundTrip),
        Optional.empty());
  }

  /** A heartbeat failed. */
  void failed(String detail) {
    successes = 0;
    failures = Math.min(failures + 1, timing.failures());
    boolean gone = failures == timing.failures() || health.state() == State.UNREACHABLE;
    become(gone ? State.UNREACHABLE : State.SUSPECT, health.roundTrip(), Optional.of(detail));
  }

  /** There is reason to doubt it, though no heartbeat has failed yet. */
  void doubted(String detail) {
    if (health.state() == State.REACHABLE) {
      become(State.SUSPECT, health.roundTrip(), Optional.of(detail));
    }
  }

  private void become(State state, Optional<Duration> roundTrip, Optional<String> failure) {
    Instant since = state == health.state() ? health.since() : clock.instant();
    health = new GatewayHealth(health.gateway(), state, since, roundTrip, failure);
  }
}
