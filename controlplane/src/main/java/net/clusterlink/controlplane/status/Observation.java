package net.clusterlink.controlplane.status;

import net.clusterlink.api.Condition;

/** What was seen of a resource: a condition without its time. */
record Observation(Condition.Status status, String reason, String message) {

  static Observation holds(String reason, String message) {
    return new Observation(Condition.Status.TRUE, reason, message);
  }

  static Observation fails(String reason, String message) {
    return new Observation(Condition.Status.FALSE, reason, message);
  }

  static Observation unknown(String reason, String message) {
    return new Observation(Condition.Status.UNKNOWN, reason, message);
  }
}
