package net.clusterlink.cli.get;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.clusterlink.admin.view.PolicyView;
import net.clusterlink.admin.view.SelectorView;

/** Policies: what each says, in one line. */
final class PolicyTable {
  static final Table<PolicyView> TABLE =
      Table.of(
          PolicyView.class,
          List.of(
              Column.of("TIER", PolicyView::tier),
              Column.of("NAMESPACE", policy -> Words.optional(policy.namespace())),
              Column.of("NAME", PolicyView::name),
              Column.of("ACTION", PolicyView::action),
              Column.of("FROM", policy -> selectors(policy.from())),
              Column.of("TO", policy -> selectors(policy.to()))));

  private PolicyTable() {}

  private static String selectors(List<SelectorView> alternatives) {
    return alternatives.stream().map(PolicyTable::selector).collect(Collectors.joining(" or "));
  }

  private static String selector(SelectorView selector) {
    String text =
        Stream.concat(
                Stream.of(Words.labels(selector.matchLabels())).filter(labels -> !labels.isEmpty()),
                selector.matchExpressions().stream().map(PolicyTable::requirement))
            .collect(Collectors.joining(","));
    return text.isEmpty() ? "everything" : text;
  }

  private static String requirement(SelectorView.Requirement requirement) {
    return requirement.key()
        + " "
        + requirement.operator()
        + (requirement.values().isEmpty()
            ? ""
            : " (" + String.join(",", requirement.values()) + ")");
  }
}
