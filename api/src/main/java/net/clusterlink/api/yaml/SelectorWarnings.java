package net.clusterlink.api.yaml;

import java.util.List;
import java.util.Optional;
import net.clusterlink.api.AccessRule.Action;
import net.clusterlink.api.AttributeKey;
import net.clusterlink.api.Excerpt;
import net.clusterlink.api.LabelRequirement;
import net.clusterlink.api.LabelRequirement.Operator;
import net.clusterlink.api.LabelSelector;

/**
 * Tells where a selector of a policy is valid but likely does not mean what it seems to: keys that
 * no session has, and allowing by the absence of a label, as Kubernetes holds {@code NotIn} and
 * {@code DoesNotExist} true of absent keys.
 */
record SelectorWarnings(AttributeKey.Side side, Optional<Action> action, LabelSelector selector) {

  /** Notes the warnings where the selector stands. */
  void warnAt(Value written) {
    written
        .object()
        .ifPresent(fields -> {
          fields.optional("matchLabels").flatMap(Value::object).ifPresent(this::warnOfLabels);
          var places = fields.optional("matchExpressions").flatMap(Value::items).orElse(List.of());
          for (int i = 0; i < places.size(); i++) {
            warnOf(selector.matchExpressions().get(i), places.get(i));
          }
        });
  }

  private void warnOfLabels(Fields labels) {
    labels.values().forEach((key, value) -> warnOfKey(key, value));
  }

  private void warnOf(LabelRequirement requirement, Value at) {
    String key = requirement.key();
    if (!side.has(key)) {
      warnOfKey(key, at);
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

  private void warnOfKey(String key, Value at) {
    if (!side.has(key)) {
      at.warn(
          Excerpt.quoted(key) + " is no attribute of a " + side + " and counts as absent",
          switch (side) {
            case SOURCE -> "use a key of peer.clusterlink.net or client.clusterlink.net";
            case DESTINATION -> "use a key of peer.clusterlink.net or export.clusterlink.net";
          });
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
