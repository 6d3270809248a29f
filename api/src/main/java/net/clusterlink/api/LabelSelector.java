package net.clusterlink.api;

import java.util.List;
import java.util.Map;

/**
 * A Kubernetes label selector: all of its labels and expressions must hold. An empty selector
 * matches everything.
 *
 * @param matchLabels keys that must have exactly these values
 * @param matchExpressions further requirements
 */
public record LabelSelector(
    Map<String, String> matchLabels, List<LabelRequirement> matchExpressions) {
  public LabelSelector {
    matchLabels = Map.copyOf(matchLabels);
    matchExpressions = List.copyOf(matchExpressions);
  }

  /** Whether all requirements hold for these labels. */
  public boolean matches(Map<String, String> labels) {
    for (var required : matchLabels.entrySet()) {
      if (!required.getValue().equals(labels.get(required.getKey()))) {
        return false;
      }
    }
    for (var requirement : matchExpressions) {
      if (!requirement.matches(labels)) {
        return false;
      }
    }
    return true;
  }
}
