package net.clusterlink.api;

import java.time.Instant;

/**
 * One thing observed about a resource, as Kubernetes shows it in {@code status.conditions}
 * (apimachinery, {@code meta/v1.Condition}).
 *
 * @param type what it tells of, such as {@code PeerReachable}
 * @param status whether that holds
 * @param reason one word in CamelCase for why, such as {@code Heartbeat}
 * @param message the same for a person; may be empty
 * @param lastTransition when the status last changed; no change of reason or message moves it
 */
public record Condition(
    String type, Status status, String reason, String message, Instant lastTransition) {

  /** Whether what a condition tells of holds. */
  public enum Status {
    TRUE("True"),
    FALSE("False"),
    UNKNOWN("Unknown");

    private final String title;

    Status(String title) {
      this.title = title;
    }

    /** As written in a resource's status. */
    @Override
    public String toString() {
      return title;
    }
  }

  public Condition {
    if (type.isEmpty() || reason.isEmpty()) {
      throw new IllegalArgumentException("a condition needs a type and a reason");
    }
  }

  /**
   * This condition as it follows on an earlier one of the same type: where the status is the same,
   * its time of transition is the earlier one's.
   */
  public Condition after(Condition earlier) {
    if (!type.equals(earlier.type)) {
      throw new IllegalArgumentException(type + " does not follow on " + earlier.type);
    }
    return status == earlier.status
        ? new Condition(type, status, reason, message, earlier.lastTransition)
        : this;
  }
}
