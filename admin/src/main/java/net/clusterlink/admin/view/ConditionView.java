package net.clusterlink.admin.view;

import java.time.Instant;
import net.clusterlink.api.Condition;

/**
 * A condition of a resource.
 *
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param lastTransitionTime when the status last changed
 */
public record ConditionView(
    String type, String status, String reason, String message, Instant lastTransitionTime) {

  /** As shown. */
  public static ConditionView of(Condition condition) {
    return new ConditionView(
        condition.type(),
        condition.status().toString(),
        condition.reason(),
        condition.message(),
        condition.lastTransition());
  }
}
