package net.clusterlink.policy;

import java.util.Map;
import java.util.stream.Stream;
import net.clusterlink.api.LabelRequirement;
import net.clusterlink.api.LabelSelector;

/**
 * A label selector laid out in arrays: it answers as {@link LabelSelector#matches} does, without
 * the iterators of an immutable map.
 */
final class CompiledSelector {
  private final String[] keys;
  private final String[] values;
  private final LabelRequirement[] expressions;

  CompiledSelector(LabelSelector selector) {
    keys = selector.matchLabels().keySet().toArray(String[]::new);
    values = Stream.of(keys).map(selector.matchLabels()::get).toArray(String[]::new);
    expressions = selector.matchExpressions().toArray(LabelRequirement[]::new);
  }

  boolean matches(Attributes attributes) {
    Map<String, String> held = attributes.values();
    for (int i = 0; i < keys.length; i++) {
      if (!values[i].equals(held.get(keys[i]))) {
        return false;
      }
    }
    for (LabelRequirement expression : expressions) {
      if (!expression.matches(held)) {
        return false;
      }
    }
    return true;
  }
}
