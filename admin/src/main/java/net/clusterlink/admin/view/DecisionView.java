package net.clusterlink.admin.view;

import java.util.List;
import java.util.Optional;
import net.clusterlink.policy.Decision;
import net.clusterlink.policy.PolicyExplanation;

/**
 * What the policies of one side say.
 *
 * @param verdict {@code allow} or {@code deny}
 * @param reason what it rests on, in words
 * @param policies those that apply, in the order in which they are asked
 * @param omitted how many more apply
 */
public record DecisionView(
    String verdict, String reason, List<ConsideredView> policies, int omitted) {
  public DecisionView {
    policies = List.copyOf(policies);
  }

  /** As shown. */
  public static DecisionView of(PolicyExplanation explanation) {
    return new DecisionView(
        switch (explanation.decision()) {
          case Decision.Allow _ -> "allow";
          case Decision.Deny _ -> "deny";
        },
        explanation.decision().reason(),
        explanation.policies().stream()
            .map(each -> ConsideredView.of(each, explanation.deciding().equals(Optional.of(each))))
            .toList(),
        explanation.omitted());
  }
}
