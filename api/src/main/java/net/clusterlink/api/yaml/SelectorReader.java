package net.clusterlink.api.yaml;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.clusterlink.api.LabelRequirement;
import net.clusterlink.api.LabelRequirement.Operator;
import net.clusterlink.api.LabelSelector;
import net.clusterlink.api.NameRule;

/** Reads label selectors (Kubernetes: {@code LabelSelector}, {@code LabelSelectorRequirement}). */
final class SelectorReader {
  private SelectorReader() {}

  static Optional<LabelSelector> read(Value selector) {
    return selector.object().flatMap(SelectorReader::read);
  }

  private static Optional<LabelSelector> read(Fields given) {
    var fields = given.only("matchLabels", "matchExpressions");
    var labels =
        fields
            .optional("matchLabels")
            .flatMap(Value::object)
            .map(found -> found.texts(NameRule.SELECTOR_KEY, NameRule.SELECTOR_VALUE))
            .orElse(Map.of());
    var requirements =
        fields.optional("matchExpressions").flatMap(Value::items).orElse(List.of()).stream()
            .flatMap(item -> requirement(item).stream())
            .toList();
    return given.findings().unlessRefused(() -> new LabelSelector(labels, requirements));
  }

  private static Optional<LabelRequirement> requirement(Value expression) {
    return expression
        .object()
        .map(given -> given.only("key", "operator", "values"))
        .flatMap(SelectorReader::requirement);
  }

  private static Optional<LabelRequirement> requirement(Fields fields) {
    var key =
        fields
            .required("key", "add the key of an attribute")
            .flatMap(value -> value.text(NameRule.SELECTOR_KEY));
    var operator =
        fields
            .required("operator", "add In, NotIn, Exists or DoesNotExist")
            .flatMap(value -> value.choice(Operator.values(), Operator::title));
    var written = fields.nullable("values");
    var items = written.flatMap(Value::items);
    if (written.isEmpty() || items.isPresent()) {
      operator.ifPresent(known -> checkValues(known, items.orElse(List.of()).size(), fields));
    }
    var values = items.map(SelectorReader::texts).orElse(Set.of());
    return fields
        .findings()
        .unlessRefused(
            () -> new LabelRequirement(key.orElseThrow(), operator.orElseThrow(), values));
  }

  private static void checkValues(Operator operator, int count, Fields fields) {
    switch (operator) {
      case IN, NOT_IN -> {
        if (count == 0) {
          fields
              .place("values")
              .refuse(operator.title() + " needs at least one value", "list the values");
        }
      }
      case EXISTS, DOES_NOT_EXIST -> {
        if (count > 0) {
          fields
              .place("values")
              .refuse(operator.title() + " takes no values", "remove them, or use In or NotIn");
        }
      }
    }
  }

  private static Set<String> texts(List<Value> items) {
    var texts = new LinkedHashSet<String>();
    items.forEach(item -> item.text(NameRule.SELECTOR_VALUE).ifPresent(texts::add));
    return texts;
  }
}
