package net.clusterlink.policy;

import java.util.List;
import java.util.Optional;

/**
 * A decision with all that it was made from.
 *
 * @param decision the very answer that {@link PolicySet#decide} gives
 * @param deciding the policy on which it rests; empty when it rests on none
 * @param policies those that apply to the session, in the order in which they are asked: the
 *     privileged before the regular ones, deny before allow, then by name. No more than {@value
 *     #MOST}, and the deciding one
 * @param omitted how many more apply
 */
public record PolicyExplanation(
    Decision decision, Optional<Considered> deciding, List<Considered> policies, int omitted) {
  /** How many policies are listed. */
  public static final int MOST = 1_000;

  public PolicyExplanation {
    policies = List.copyOf(policies);
  }
}
