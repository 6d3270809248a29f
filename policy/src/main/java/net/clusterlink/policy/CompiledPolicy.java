package net.clusterlink.policy;

import java.util.List;
import java.util.stream.Stream;
import net.clusterlink.api.AccessRule;
import net.clusterlink.api.LabelRequirement;
import net.clusterlink.api.LabelSelector;
import net.clusterlink.api.ResourceName;

/** One policy, ready to be matched, with its answers made in advance. */
final class CompiledPolicy {
  private final Tier tier;
  private final ResourceName name;
  private final AccessRule rule;
  private final AccessRule.Action action;
  private final CompiledSelector[] from;
  private final CompiledSelector[] to;
  private final Filing filing;
  private final Decision decision;
  private final Decision refusalOfUnknownClient;
  private final boolean selectsOnClient;
  private final boolean selectsOnDestinationPeerLabels;

  CompiledPolicy(Tier tier, ResourceName name, AccessRule rule, Filing filing) {
    this.tier = tier;
    this.name = name;
    this.rule = rule;
    this.action = rule.action();
    this.from = compile(rule.from());
    this.to = compile(rule.to());
    this.filing = filing;
    this.decision =
        switch (rule.action()) {
          case ALLOW -> new Decision.Allow(tier, name);
          case DENY -> new Decision.DeniedByPolicy(tier, name);
        };
    this.refusalOfUnknownClient = new Decision.UnknownClient(tier, name);
    this.selectsOnClient = selectsOn(rule.from(), Attributes.CLIENT);
    this.selectsOnDestinationPeerLabels = selectsOn(rule.to(), Attributes.PEER_LABELS);
  }

  private static CompiledSelector[] compile(List<LabelSelector> alternatives) {
    return alternatives.stream().map(CompiledSelector::new).toArray(CompiledSelector[]::new);
  }

  private static boolean selectsOn(List<LabelSelector> alternatives, String keyPrefix) {
    return alternatives.stream()
        .flatMap(selector ->
            Stream.concat(
                selector.matchLabels().keySet().stream(),
                selector.matchExpressions().stream().map(LabelRequirement::key)))
        .anyMatch(key -> key.startsWith(keyPrefix));
  }

  Tier tier() {
    return tier;
  }

  ResourceName name() {
    return name;
  }

  /** What it says, as written. */
  AccessRule rule() {
    return rule;
  }

  AccessRule.Action action() {
    return action;
  }

  /** Where the index keeps it. */
  Filing filing() {
    return filing;
  }

  /** The answer when it matches. */
  Decision decision() {
    return decision;
  }

  /** The answer to an unknown client when {@link #selectsOnClient}. */
  Decision refusalOfUnknownClient() {
    return refusalOfUnknownClient;
  }

  /** Whether a requirement of {@code from}, with whatever operator, is on a client's attribute. */
  boolean selectsOnClient() {
    return selectsOnClient;
  }

  boolean selectsOnDestinationPeerLabels() {
    return selectsOnDestinationPeerLabels;
  }

  boolean matches(Attributes source, Attributes destination) {
    return anyMatches(from, source) && anyMatches(to, destination);
  }

  private static boolean anyMatches(CompiledSelector[] alternatives, Attributes attributes) {
    for (CompiledSelector alternative : alternatives) {
      if (alternative.matches(attributes)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return name.toString();
  }
}
