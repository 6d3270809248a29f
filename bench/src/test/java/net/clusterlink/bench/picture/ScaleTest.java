package net.clusterlink.bench.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ScaleTest {
  private static final double EXACT = 1e-9;

  @Test
  void takesEqualRatiosForEqualStepsAcrossDecades() {
    Scale scale = Scale.over(List.of(1.0, 100.0, 10_000.0), 0, 400);
    assertThat(scale.at(1)).isCloseTo(0, within(EXACT));
    assertThat(scale.at(100)).isCloseTo(200, within(EXACT));
    assertThat(scale.at(10_000)).isCloseTo(400, within(EXACT));
    assertThat(scale.ticks()).containsExactly(1.0, 100.0, 10_000.0);
  }

  @Test
  void takesEqualDifferencesWithinADecade() {
    Scale scale = Scale.over(List.of(4.0, 1.0, 2.0, 2.0), 0, 300);
    assertThat(scale.at(2)).isCloseTo(100, within(EXACT));
    assertThat(scale.ticks()).containsExactly(1.0, 2.0, 4.0);
  }

  @Test
  void putsALonelyValueInTheMiddle() {
    assertThat(Scale.over(List.of(10.0), 100, 200).at(10)).isCloseTo(150, within(EXACT));
  }

  @Test
  void beginsCostsAtNothingAndEndsThemAtARoundNumber() {
    Scale scale = Scale.ofCosts(DoubleStream.of(212, 187), 300, 0);
    assertThat(scale.ticks()).containsExactly(0.0, 50.0, 100.0, 150.0, 200.0, 250.0);
    assertThat(scale.at(0)).isCloseTo(300, within(EXACT));
    assertThat(scale.at(250)).isCloseTo(0, within(EXACT));
  }

  @Test
  void showsCostsBelowNothingAndNoneAtAll() {
    assertThat(Scale.ofCosts(DoubleStream.of(-3, 8), 0, 1).from()).isLessThanOrEqualTo(-3);
    assertThat(Scale.ofCosts(DoubleStream.of(0, 0), 0, 1).at(0)).isZero();
  }
}
