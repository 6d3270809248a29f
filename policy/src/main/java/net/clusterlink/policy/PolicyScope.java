package net.clusterlink.policy;

import io.vavr.collection.HashMap;
import io.vavr.collection.TreeMap;
import net.clusterlink.api.AccessRule;
import net.clusterlink.api.ResourceName;
import org.jspecify.annotations.Nullable;

/**
 * The policies that apply together: the privileged ones, or the regular ones of one namespace.
 * Persistent.
 *
 * @param onClients those with a {@code from} requirement on an attribute of the client
 * @param onDestinationPeerLabels how many have a {@code to} requirement on a label of a peer
 */
record PolicyScope(
    HashMap<ResourceName, CompiledPolicy> policies,
    PolicyIndex deny,
    PolicyIndex allow,
    TreeMap<ResourceName, CompiledPolicy> onClients,
    int onDestinationPeerLabels) {
  static final PolicyScope EMPTY =
      new PolicyScope(HashMap.empty(), PolicyIndex.EMPTY, PolicyIndex.EMPTY, TreeMap.empty(), 0);

  boolean isEmpty() {
    return policies.isEmpty();
  }

  PolicyScope with(Tier tier, ResourceName name, AccessRule rule) {
    PolicyScope others = without(name);
    var policy = new CompiledPolicy(tier, name, rule, others.index(rule.action()).file(rule));
    return new PolicyScope(
        others.policies.put(name, policy),
        rule.action() == AccessRule.Action.DENY ? others.deny.with(policy) : others.deny,
        rule.action() == AccessRule.Action.ALLOW ? others.allow.with(policy) : others.allow,
        policy.selectsOnClient() ? others.onClients.put(name, policy) : others.onClients,
        others.onDestinationPeerLabels + (policy.selectsOnDestinationPeerLabels() ? 1 : 0));
  }

  PolicyScope without(ResourceName name) {
    return policies.get(name).map(this::without).getOrElse(this);
  }

  private PolicyScope without(CompiledPolicy policy) {
    return new PolicyScope(
        policies.remove(policy.name()),
        policy.action() == AccessRule.Action.DENY ? deny.without(policy) : deny,
        policy.action() == AccessRule.Action.ALLOW ? allow.without(policy) : allow,
        policy.selectsOnClient() ? onClients.remove(policy.name()) : onClients,
        onDestinationPeerLabels - (policy.selectsOnDestinationPeerLabels() ? 1 : 0));
  }

  private PolicyIndex index(AccessRule.Action action) {
    return switch (action) {
      case DENY -> deny;
      case ALLOW -> allow;
    };
  }

  /** The refusal that every unknown client meets here, if any. */
  @Nullable Decision refusalOfUnknownClient() {
    return onClients.isEmpty() ? null : onClients.head()._2.refusalOfUnknownClient();
  }

  /** The answer of the policies, deny before allow, if one matches. */
  @Nullable Decision decide(Attributes source, Attributes destination) {
    CompiledPolicy policy = deny.firstMatch(source, destination);
    if (policy == null) {
      policy = allow.firstMatch(source, destination);
    }
    return policy == null ? null : policy.decision();
  }

  boolean selectsDestinationPeerLabels() {
    return onDestinationPeerLabels > 0;
  }
}
