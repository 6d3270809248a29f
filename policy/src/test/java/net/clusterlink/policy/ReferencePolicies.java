package net.clusterlink.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import net.clusterlink.api.AccessRule;
import net.clusterlink.api.LabelSelector;
import net.clusterlink.api.ResourceName;

/** The rules of a decision, written down plainly: it looks at everything, in order. */
final class ReferencePolicies {
  record Policy(Tier tier, ResourceName name, AccessRule rule) {}

  record Unreadable(Optional<String> namespace, String cause) {}

  private static final Comparator<Policy> ORDER =
      Comparator.comparing(Policy::tier)
          .thenComparing(policy -> policy.rule().action() == AccessRule.Action.ALLOW)
          .thenComparing(Policy::name);

  private final List<Policy> policies;
  private final SortedMap<String, Unreadable> unreadable;

  ReferencePolicies(Iterable<Policy> policies, SortedMap<String, Unreadable> unreadable) {
    var sorted = new ArrayList<Policy>();
    policies.forEach(sorted::add);
    sorted.sort(ORDER);
    this.policies = List.copyOf(sorted);
    this.unreadable = unreadable;
  }

  Decision decide(Attributes source, Attributes destination, String namespace) {
    for (Unreadable document : unreadable.values()) {
      if (document.namespace().isEmpty()) {
        return new Decision.PolicyUnreadable(document.cause());
      }
    }
    for (Unreadable document : unreadable.values()) {
      if (document.namespace().equals(Optional.of(namespace))) {
        return new Decision.PolicyUnreadable(document.cause());
      }
    }
    if (source.unknownClient()) {
      var first =
          inScope(namespace)
              .filter(policy -> selectsOn(policy.rule().from(), "client.clusterlink.net/"))
              .min(Comparator.comparing(Policy::tier).thenComparing(Policy::name));
      if (first.isPresent()) {
        return new Decision.UnknownClient(first.get().tier(), first.get().name());
      }
    }
    for (Policy policy : inScope(namespace).toList()) {
      if (policy.rule().from().stream().anyMatch(each -> each.matches(source.values()))
          && policy.rule().to().stream().anyMatch(each -> each.matches(destination.values()))) {
        return switch (policy.rule().action()) {
          case ALLOW -> new Decision.Allow(policy.tier(), policy.name());
          case DENY -> new Decision.DeniedByPolicy(policy.tier(), policy.name());
        };
      }
    }
    return new Decision.NoPolicyMatched();
  }

  boolean selectsDestinationPeerLabels(String namespace) {
    return inScope(namespace)
        .anyMatch(policy -> selectsOn(policy.rule().to(), "peer.clusterlink.net/labels."));
  }

  private Stream<Policy> inScope(String namespace) {
    return policies.stream()
        .filter(policy ->
            policy.tier() == Tier.PRIVILEGED || policy.name().namespace().equals(namespace));
  }

  private static boolean selectsOn(List<LabelSelector> selectors, String prefix) {
    for (LabelSelector selector : selectors) {
      if (selector.matchLabels().keySet().stream().anyMatch(key -> key.startsWith(prefix))
          || selector.matchExpressions().stream().anyMatch(e -> e.key().startsWith(prefix))) {
        return true;
      }
    }
    return false;
  }
}
