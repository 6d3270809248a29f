package net.clusterlink.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.clusterlink.api.LabelRequirement.Operator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelSelectorTest {
  private static final List<String> KEYS = List.of("a", "b", "c", "d");
  private static final List<String> VALUES = List.of("", "1", "2", "3");
  private static final List<Operator> OPERATORS = List.of(Operator.values());

  /**
   * The table of apimachinery's labels.Requirement: operator, the label's value, whether it holds.
   */
  @ParameterizedTest
  @CsvSource(
      nullValues = "absent",
      value = {
        "IN, 1, true",
        "IN, 2, true",
        "IN, 3, false",
        "IN, '', false",
        "IN, absent, false",
        "NOT_IN, 1, false",
        "NOT_IN, 3, true",
        "NOT_IN, '', true",
        "NOT_IN, absent, true",
        "EXISTS, 1, true",
        "EXISTS, '', true",
        "EXISTS, absent, false",
        "DOES_NOT_EXIST, 1, false",
        "DOES_NOT_EXIST, '', false",
        "DOES_NOT_EXIST, absent, true"
      })
  void comparesAsKubernetesDoes(Operator operator, String value, boolean holds) {
    boolean takesValues = operator == Operator.IN || operator == Operator.NOT_IN;
    var requirement =
        new LabelRequirement("a", operator, takesValues ? Set.of("1", "2") : Set.of());
    var labels = new HashMap<>(Map.of("other", "1"));
    if (value != null) {
      labels.put("a", value);
    }
    assertThat(requirement.matches(labels)).isEqualTo(holds);
  }

  @Test
  void matchesEverythingWhenEmpty() {
    var everything = new LabelSelector(Map.of(), List.of());
    assertThat(everything.matches(Map.of())).isTrue();
    assertThat(everything.matches(Map.of("a", "1"))).isTrue();
  }

  @Test
  void needsEveryLabelAndEveryExpression() {
    var selector =
        new LabelSelector(
            Map.of("a", "1", "b", ""),
            List.of(
                new LabelRequirement("c", Operator.EXISTS, Set.of()),
                new LabelRequirement("c", Operator.NOT_IN, Set.of("3"))));
    assertThat(selector.matches(Map.of("a", "1", "b", "", "c", "2"))).isTrue();
    assertThat(selector.matches(Map.of("a", "1", "c", "2"))).isFalse();
    assertThat(selector.matches(Map.of("a", "1", "b", ""))).isFalse();
    assertThat(selector.matches(Map.of("a", "1", "b", "", "c", "3"))).isFalse();
  }

  @Test
  void refusesValuesThatDoNotGoWithTheOperator() {
    assertThatThrownBy(() -> new LabelRequirement("a", Operator.IN, Set.of()))
        .hasMessage("In needs values");
    assertThatThrownBy(() -> new LabelRequirement("a", Operator.EXISTS, Set.of("1")))
        .hasMessage("Exists takes no values");
  }

  /** Each operator read from its definition, with nothing cut short. */
  @Test
  void equalsThePlainReferenceOnRandomSelectors() {
    var random = new Random(20_260);
    for (int round = 0; round < 50_000; round++) {
      var matchLabels = randomLabels(random);
      var expressions = new ArrayList<LabelRequirement>();
      for (int i = random.nextInt(4); i > 0; i--) {
        expressions.add(randomRequirement(random));
      }
      var selector = new LabelSelector(matchLabels, expressions);
      var labels = randomLabels(random);
      assertThat(selector.matches(labels))
          .as("%s on %s", selector, labels)
          .isEqualTo(reference(selector, labels));
    }
  }

  private static boolean reference(LabelSelector selector, Map<String, String> labels) {
    boolean all = labels.entrySet().containsAll(selector.matchLabels().entrySet());
    for (var requirement : selector.matchExpressions()) {
      boolean present = labels.containsKey(requirement.key());
      var value = labels.getOrDefault(requirement.key(), "");
      boolean among = present && requirement.values().stream().anyMatch(value::contentEquals);
      boolean holds =
          switch (requirement.operator().title()) {
            case "In" -> among;
            case "NotIn" -> !among;
            case "Exists" -> present;
            case "DoesNotExist" -> !present;
            default -> throw new AssertionError(requirement);
          };
      all = all && holds;
    }
    return all;
  }

  private static Map<String, String> randomLabels(Random random) {
    var labels = new HashMap<String, String>();
    for (String key : KEYS) {
      if (random.nextInt(3) == 0) {
        labels.put(key, VALUES.get(random.nextInt(VALUES.size())));
      }
    }
    return labels;
  }

  private static LabelRequirement randomRequirement(Random random) {
    var operator = OPERATORS.get(random.nextInt(OPERATORS.size()));
    var values = new HashSet<String>();
    if (operator == Operator.IN || operator == Operator.NOT_IN) {
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        values.add(VALUES.get(random.nextInt(VALUES.size())));
      }
    }
    return new LabelRequirement(KEYS.get(random.nextInt(KEYS.size())), operator, values);
  }
}
