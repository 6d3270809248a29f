package net.clusterlink.dataplane;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.clusterlink.api.HostPort;

/**
 * How one gateway of a peer answers heartbeats.
 *
 * @param gateway where it is reached
 * @param state whether sessions are sent there
 * @param since when it came to this state
 * @param roundTrip of the last answered heartbeat
 * @param failure what the last failed heartbeat met, in words; empty when the last one was answered
 */
public record GatewayHealth(
    HostPort gateway,
    State state,
    Instant since,
    Optional<Duration> roundTrip,
    Optional<String> failure) {

  /** From best to worst: the order in which gateways are tried. */
  public enum State {
    /** Answers, or was not asked yet. */
    REACHABLE("reachable"),
    /** Its last heartbeat is unanswered: others are tried before it. */
    SUSPECT("suspect"),
    /** Five heartbeats in a row failed: tried last. */
    UNREACHABLE("unreachable");

    private final String title;

    State(String title) {
      this.title = title;
    }

    @Override
    public String toString() {
      return title;
    }
  }
}
