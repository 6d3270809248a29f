package net.clusterlink.controlplane.store;

import static org.assertj.core.api.Assertions.assertThat;

import net.clusterlink.api.yaml.Location;
import net.clusterlink.api.yaml.Problem;
import org.junit.jupiter.api.Test;

class ConfigProblemsTest {
  private static Problem problem(String file, int line) {
    return new Problem(new Location(file, line), "spec.port", "is wrong", "correct it");
  }

  private final ConfigProblem later = ConfigProblem.error(problem("b.yaml", 9));
  private final ConfigProblem earlier = ConfigProblem.warning(problem("b.yaml", 2));
  private final ConfigProblem first = ConfigProblem.error(problem("a.yaml", 30));
  private final ConfigProblems all = ConfigProblems.none().with(later).with(earlier).with(first);

  @Test
  void ordersByFileAndLine() {
    assertThat(all.all()).containsExactly(first, earlier, later);
    assertThat(all.byFile().keySet()).containsExactly("a.yaml", "b.yaml");
  }

  @Test
  void countsErrorsAndWarnings() {
    assertThat(all.errors()).isEqualTo(2);
    assertThat(all.warnings()).isEqualTo(1);
    assertThat(all).hasToString("2 errors, 1 warnings");
  }

  @Test
  void addsAndRemovesEachProblemOnce() {
    assertThat(all.with(first)).isSameAs(all);
    ConfigProblems fewer = all.without(first).without(first);

    assertThat(fewer.errors()).isEqualTo(1);
    assertThat(fewer.byFile()).containsOnlyKeys("b.yaml");
    assertThat(fewer.without(later).without(earlier).isEmpty()).isTrue();
    assertThat(all.all()).as("the set before stays as it was").hasSize(3);
  }

  @Test
  void tellsSeverityPlaceAndRemedy() {
    assertThat(first).hasToString("error: a.yaml:30: spec.port: is wrong; correct it");
  }
}
