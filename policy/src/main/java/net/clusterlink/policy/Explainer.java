package net.clusterlink.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import net.clusterlink.api.AccessRule;

/** Tells of the policies that apply to one session whether each matches, and why or why not. */
final class Explainer {
  /** The order in which they are asked. */
  private static final Comparator<CompiledPolicy> ORDER =
      Comparator.comparing(CompiledPolicy::tier)
          .thenComparing(policy -> policy.action() == AccessRule.Action.ALLOW)
          .thenComparing(CompiledPolicy::name);

  private final Attributes source;
  private final Attributes destination;
  private final Decision decision;

  Explainer(Attributes source, Attributes destination, Decision decision) {
    this.source = source;
    this.destination = destination;
    this.decision = decision;
  }

  /** The explanation of the decision, which was made from these scopes. */
  PolicyExplanation explain(List<PolicyScope> scopes) {
    var first = new PriorityQueue<CompiledPolicy>(ORDER.reversed());
    Optional<CompiledPolicy> deciding = Optional.empty();
    int all = 0;
    for (PolicyScope scope : scopes) {
      for (CompiledPolicy policy : scope.policies().values()) {
        all++;
        first.add(policy);
        if (first.size() > PolicyExplanation.MOST) {
          first.remove();
        }
        if (decides(policy)) {
          deciding = Optional.of(policy);
        }
      }
    }
    var listed = new ArrayList<>(first);
    deciding.filter(policy -> !first.contains(policy)).ifPresent(listed::add);
    listed.sort(ORDER);
    return new PolicyExplanation(
        decision,
        deciding.map(this::consider),
        listed.stream().map(this::consider).toList(),
        all - listed.size());
  }

  private boolean decides(CompiledPolicy policy) {
    return decision.equals(policy.decision()) || decision.equals(policy.refusalOfUnknownClient());
  }

  private Considered consider(CompiledPolicy policy) {
    var from = EntriesMatch.of("from", policy.rule().from(), source.values());
    var to = EntriesMatch.of("to", policy.rule().to(), destination.values());
    String why =
        from.matched() == to.matched()
            ? from.why() + "; " + to.why()
            : from.matched() ? to.why() : from.why();
    boolean refusesUnknown = source.unknownClient() && policy.selectsOnClient();
    return new Considered(
        policy.tier(),
        policy.name(),
        policy.action(),
        from.matched() && to.matched(),
        refusesUnknown ? "selects on clients, which refuses every unknown one; " + why : why);
  }
}
