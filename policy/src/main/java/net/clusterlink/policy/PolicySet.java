package net.clusterlink.policy;

import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import net.clusterlink.api.AccessRule;
import net.clusterlink.api.ResourceName;

/** All policies of a peer, compiled for deciding; immutable, changed by making another. */
public final class PolicySet {
  private static final PolicySet EMPTY = new PolicySet(HashMap.empty());

  private record Key(Tier tier, ResourceName name) {}

  private final Map<Key, AccessRule> rules;

  private PolicySet(Map<Key, AccessRule> rules) {
    this.rules = rules;
  }

  /** The set without a policy: it denies everything. */
  public static PolicySet empty() {
    return EMPTY;
  }

  /** This set with one policy added or replaced. */
  public PolicySet with(Tier tier, ResourceName name, AccessRule rule) {
    return new PolicySet(rules.put(new Key(tier, name), rule));
  }

  /** This set without one policy. */
  public PolicySet without(Tier tier, ResourceName name) {
    return new PolicySet(rules.remove(new Key(tier, name)));
  }

  /**
   * Decides one session.
   *
   * @param namespace whose regular policies apply: the import's on the client side, the export's on
   *     the service side
   */
  public Decision decide(Attributes source, Attributes destination, String namespace) {
    for (Tier tier : Tier.values()) {
      for (AccessRule.Action action :
          new AccessRule.Action[] {AccessRule.Action.DENY, AccessRule.Action.ALLOW}) {
        for (var entry : rules) {
          var key = entry._1;
          var rule = entry._2;
          if (key.tier() == tier
              && rule.action() == action
              && (tier == Tier.PRIVILEGED || key.name().namespace().equals(namespace))
              && rule.from().stream().anyMatch(s -> s.matches(source.values()))
              && rule.to().stream().anyMatch(s -> s.matches(destination.values()))) {
            return action == AccessRule.Action.ALLOW
                ? new Decision.Allow(tier, key.name())
                : new Decision.DeniedByPolicy(tier, key.name());
          }
        }
      }
    }
    return new Decision.NoPolicyMatched();
  }

  /**
   * Whether a policy that applies in this namespace selects its destination by labels of a peer.
   */
  public boolean selectsDestinationPeerLabels(String namespace) {
    return rules.exists(entry ->
        (entry._1.tier() == Tier.PRIVILEGED || entry._1.name().namespace().equals(namespace))
            && entry._2.to().stream()
                .anyMatch(selector ->
                    selector.matchLabels().keySet().stream()
                            .anyMatch(key -> key.startsWith(Attributes.PEER_LABELS))
                        || selector.matchExpressions().stream()
                            .anyMatch(requirement ->
                                requirement.key().startsWith(Attributes.PEER_LABELS))));
  }
}
