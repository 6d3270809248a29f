package net.clusterlink.cli.get;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.clusterlink.admin.view.ConditionView;

/** How parts that several tables have are written in a cell. */
final class Words {
  private Words() {}

  /** {@code a=b,c=d}, by the keys. */
  static String labels(Map<String, String> labels) {
    return new TreeMap<>(labels)
        .entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(","));
  }

  static String optional(Optional<String> text) {
    return text.orElse("");
  }

  /** The worst status there is: False, then Unknown. */
  static String ready(List<ConditionView> conditions) {
    return deciding(conditions).map(ConditionView::status).orElse("True");
  }

  /** Why something is not ready; empty when it is. */
  static String problem(List<ConditionView> conditions) {
    return deciding(conditions).map(ConditionView::message).orElse("");
  }

  private static Optional<ConditionView> deciding(List<ConditionView> conditions) {
    return conditions.stream()
        .filter(condition -> condition.status().equals("False"))
        .findFirst()
        .or(() ->
            conditions.stream()
                .filter(condition -> !condition.status().equals("True"))
                .findFirst());
  }
}
