package net.clusterlink.policy;

import static net.clusterlink.policy.Selectors.ANY;
import static net.clusterlink.policy.Selectors.expression;
import static net.clusterlink.policy.Selectors.label;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.clusterlink.api.LabelRequirement.Operator;
import net.clusterlink.api.LabelSelector;
import org.junit.jupiter.api.Test;

class RequirementIndexTest {
  private static final String APP = Attributes.PEER_LABELS + "app";

  private static Attributes peer(Map<String, String> labels) {
    return Attributes.ofSource("west", labels, Map.of());
  }

  private static long standing(RequirementIndex index, long among, Attributes attributes) {
    long[] possible = {among};
    assertThat(index.ruleOut(possible, attributes)).isEqualTo(possible[0] != 0);
    return possible[0];
  }

  @Test
  void tellsForEveryOperatorWhichSelectorsStand() {
    var index =
        RequirementIndex.of(
            List.of(
                ANY,
                label(APP, "a"),
                expression(APP, Operator.IN, "a", "b"),
                expression(APP, Operator.NOT_IN, "a", "b"),
                expression(APP, Operator.EXISTS),
                expression(APP, Operator.DOES_NOT_EXIST)));

    assertThat(standing(index, 0b111111, peer(Map.of("app", "a")))).isEqualTo(0b010111);
    assertThat(standing(index, 0b111111, peer(Map.of("app", "b")))).isEqualTo(0b010101);
    assertThat(standing(index, 0b111111, peer(Map.of("app", "c")))).isEqualTo(0b011001);
    assertThat(standing(index, 0b111111, peer(Map.of()))).isEqualTo(0b101001);
  }

  @Test
  void namesNoneThatWasNotAskedFor() {
    var index = RequirementIndex.of(List.of(ANY, ANY, label(APP, "a")));
    assertThat(standing(index, 0b110, peer(Map.of()))).isEqualTo(0b010);
  }

  @Test
  void rulesOutNoSelectorThatMatches() {
    long seed = 11;
    var world = new RandomPolicies(new Random(seed));
    for (int round = 0; round < 300; round++) {
      List<LabelSelector> selectors = Stream.generate(world::sourceSelector).limit(70).toList();
      var index = RequirementIndex.of(selectors);
      for (int session = 0; session < 20; session++) {
        Attributes source = world.source();
        long[] possible = {-1, -1};
        boolean any = index.ruleOut(possible, source);
        for (int i = 0; i < selectors.size(); i++) {
          if (selectors.get(i).matches(source.values())) {
            assertThat(any && (possible[i / 64] >>> i & 1) == 1)
                .as("seed %s, %s, %s", seed, i, source)
                .isTrue();
          }
        }
      }
    }
  }
}
