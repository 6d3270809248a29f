package net.clusterlink.policy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import net.clusterlink.api.AccessRule;
import net.clusterlink.api.LabelRequirement;
import net.clusterlink.api.LabelRequirement.Operator;
import net.clusterlink.api.LabelSelector;

/** Short ways to write selectors and rules in tests. */
final class Selectors {
  static final LabelSelector ANY = new LabelSelector(Map.of(), List.of());

  private Selectors() {}

  static LabelSelector label(String key, String value) {
    return new LabelSelector(Map.of(key, value), List.of());
  }

  static LabelSelector expression(String key, Operator operator, String... values) {
    return new LabelSelector(
        Map.of(), List.of(new LabelRequirement(key, operator, Set.of(values))));
  }

  static AccessRule allow(LabelSelector from, LabelSelector to) {
    return new AccessRule(AccessRule.Action.ALLOW, List.of(from), List.of(to));
  }

  static AccessRule deny(LabelSelector from, LabelSelector to) {
    return new AccessRule(AccessRule.Action.DENY, List.of(from), List.of(to));
  }
}
