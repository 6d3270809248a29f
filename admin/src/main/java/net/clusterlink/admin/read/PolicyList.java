package net.clusterlink.admin.read;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import net.clusterlink.admin.view.PolicyView;
import net.clusterlink.admin.view.SelectorView;
import net.clusterlink.api.LabelSelector;
import net.clusterlink.policy.PlacedPolicy;

/** The policies: the privileged ones first, then by namespace and name. */
final class PolicyList {
  private PolicyList() {}

  /** Privileged ones apply in every namespace, but are in none. */
  static Endpoint endpoint(GatewayState state) {
    return ListEndpoint.of(() -> state.snapshot().policies().all().stream().map(PolicyList::view))
        .byNamespace((policy, namespace) -> policy.namespace().equals(Optional.of(namespace)))
        .byName((policy, path) ->
            path.equals(
                policy
                    .namespace()
                    .map(namespace -> List.of(namespace, policy.name()))
                    .orElse(List.of(policy.name()))));
  }

  private static PolicyView view(PlacedPolicy policy) {
    return new PolicyView(
        policy.name().name(),
        Optional.of(policy.name().namespace()).filter(Predicate.not(String::isEmpty)),
        policy.tier().toString(),
        policy.rule().action().title(),
        views(policy.rule().from()),
        views(policy.rule().to()));
  }

  private static List<SelectorView> views(List<LabelSelector> selectors) {
    return selectors.stream().map(SelectorView::of).toList();
  }
}
