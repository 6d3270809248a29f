package net.clusterlink.admin.view;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import net.clusterlink.api.LabelSelector;

/** A selector of a policy, with the names that manifests have. */
public record SelectorView(Map<String, String> matchLabels, List<Requirement> matchExpressions) {
  public SelectorView {
    matchLabels = Map.copyOf(matchLabels);
    matchExpressions = List.copyOf(matchExpressions);
  }

  /** One expression of it. */
  public record Requirement(String key, String operator, List<String> values) {
    public Requirement {
      values = List.copyOf(values);
    }
  }

  /** As shown: expressions by their keys, values in order. */
  public static SelectorView of(LabelSelector selector) {
    return new SelectorView(
        selector.matchLabels(),
        selector.matchExpressions().stream()
            .map(expression ->
                new Requirement(
                    expression.key(),
                    expression.operator().title(),
                    expression.values().stream().sorted().toList()))
            .sorted(Comparator.comparing(Requirement::key).thenComparing(Requirement::operator))
            .toList());
  }
}
