package net.clusterlink.api.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.clusterlink.api.AccessRule;
import net.clusterlink.api.AccessRule.Action;
import net.clusterlink.api.AttributeKey.Side;
import net.clusterlink.api.LabelSelector;

/** Reads what an access policy of either tier says. */
final class PolicyReader {
  private static final String SELECTOR = "workloadSelector";
  private static final String SETS = "workloadSets";

  private PolicyReader() {}

  static Optional<AccessRule> read(Fields spec) {
    var fields = spec.only("action", "from", "to");
    var action =
        fields
            .required("action", "add allow or deny")
            .flatMap(value -> value.choice(Action.values(), Action::title));
    var from = selectors("from", Side.SOURCE, action, fields);
    var to = selectors("to", Side.DESTINATION, action, fields);
    return spec.findings().unlessRefused(() -> new AccessRule(action.orElseThrow(), from, to));
  }

  private static List<LabelSelector> selectors(
      String name, Side side, Optional<Action> action, Fields spec) {
    String remedy = "list at least one workloadSelector; {} selects every " + side;
    var selectors = new ArrayList<LabelSelector>();
    for (Value entry : spec.oneOrMore(name, remedy)) {
      entry
          .object()
          .flatMap(PolicyReader::selector)
          .ifPresent(value ->
              SelectorReader.read(value)
                  .ifPresent(selector -> {
                    new SelectorCheck(side, action, selector).noteAt(value);
                    selectors.add(selector);
                  }));
    }
    return selectors;
  }

  private static Optional<Value> selector(Fields entry) {
    var fields = entry.only(SELECTOR, SETS);
    var selector = fields.optional(SELECTOR);
    var sets = fields.optional(SETS);
    if (selector.isPresent() && sets.isPresent()) {
      entry.object().refuse("has both " + SELECTOR + " and " + SETS, "keep " + SELECTOR);
    } else if (sets.isPresent()) {
      sets.get().refuse("is reserved", "use " + SELECTOR);
    } else if (fields.isAbsent(SELECTOR)) {
      entry.object().refuse("has no " + SELECTOR, "add one; {} selects everything");
    }
    return selector;
  }
}
