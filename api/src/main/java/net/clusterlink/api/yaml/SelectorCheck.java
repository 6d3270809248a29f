package net.clusterlink.api.yaml;

import java.util.List;
import java.util.Optional;
import net.clusterlink.api.AccessRule.Action;
import net.clusterlink.api.AttributeKey;
import net.clusterlink.api.LabelRequirement;
import net.clusterlink.api.LabelRequirement.Operator;
import net.clusterlink.api.LabelSelector;

/**
 * Looks at a selector of a policy that reads well, but may not mean what it seems to: for keys that
 * no session has, and for allowing by the absence of a label, as Kubernetes holds {@code NotIn} and
 * {@code DoesNotExist} true of absent keys.
 */
record SelectorCheck(AttributeKey.Side side, Optional<Action> action, LabelSelector selector) {

  /** Notes what there is to say where the selector stands. */
  void noteAt(Value written) {
    written
        .object()
        .ifPresent(fields -> {
          fields.optional("matchLabels").flatMap(Value::object).ifPresent(this::noteKeys);
          var places = fields.optional("matchExpressions").flatMap(Value::items).orElse(List.of());
          for (int i = 0; i < places.size(); i++) {
            note(selector.matchExpressions().get(i), places.get(i));
          }
        });
  }

  private void noteKeys(Fields labels) {
    labels
        .values()
        .forEach((key, value) -> {
          if (!side.has(key)) {
            new UnknownKey(side, key).noteAt(value);
          }
        });
  }

  private void note(LabelRequirement requirement, Value at) {
    String key = requirement.key();
    if (!side.has(key)) {
      new UnknownKey(side, key).noteAt(at);
    } else if (action.equals(Optional.of(Action.ALLOW))) {
      switch (requirement.operator()) {
        case NOT_IN -> {
          if (!needsPresent(key)) {
            at.warn(
                "NotIn also holds where the label is absent, so this allows every "
                    + side
                    + " without it",
                "add an expression with operator Exists for " + key + ", unless that is meant");
          }
        }
        case DOES_NOT_EXIST ->
            at.warn(
                "this allows every " + side + " without the label, known or not",
                "select by a label that must be present, unless that is meant");
        case IN, EXISTS -> {}
      }
    }
  }

  private boolean needsPresent(String key) {
    return selector.matchLabels().containsKey(key)
        || selector.matchExpressions().stream()
            .filter(other -> other.key().equals(key))
            .anyMatch(
                other -> other.operator() == Operator.IN || other.operator() == Operator.EXISTS);
  }
}
