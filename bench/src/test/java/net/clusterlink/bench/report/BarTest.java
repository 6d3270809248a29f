package net.clusterlink.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.clusterlink.bench.figure.Reading;
import net.clusterlink.bench.figure.Reading.Better;
import net.clusterlink.bench.rival.Variant;
import org.junit.jupiter.api.Test;

class BarTest {
  private static final Reading READING = new Reading("bulk-8", "cpu-s/GB", Better.LOWER);

  private final Samples samples = new Samples();

  private void rounds(Variant variant, double... values) {
    for (double value : values) {
      samples.add(READING, variant, value);
    }
  }

  @Test
  void comparesRoundByRoundAndThenTakesTheMedian() {
    rounds(Variant.CLUSTERLINK, 1, 4, 3);
    rounds(Variant.HAPROXY_PLAIN, 2, 2, 2);

    Spread ratios =
        Bar.times("bulk-8", Variant.HAPROXY_PLAIN, 1.2, 1).judge(samples, READING).orElseThrow();
    assertThat(ratios).isEqualTo(new Spread(1.5, 0.5, 2));
    Spread differences =
        Bar.above("bulk-8", Variant.HAPROXY_PLAIN, 1.2, 1).judge(samples, READING).orElseThrow();
    assertThat(differences.median()).isCloseTo(1, within(1e-9));
  }

  @Test
  void saysNothingOfARivalThatWasNotMeasured() {
    rounds(Variant.CLUSTERLINK, 1);
    assertThat(Bar.times("bulk-8", Variant.HAPROXY_MTLS, 1, 1).judge(samples, READING)).isEmpty();
  }

  @Test
  void comparesWithASmallerReadingOfItsOwn() {
    Reading smaller = new Reading("bulk-1", "cpu-s/GB", Better.LOWER);
    rounds(Variant.CLUSTERLINK, 6, 8, 4);
    Bar growth = Bar.growth("bulk-8", "bulk-1", Bar.ANY, 10);
    assertThat(growth.judge(samples, READING)).isEmpty();

    samples.add(smaller, Variant.CLUSTERLINK, 2);
    samples.add(smaller, Variant.CLUSTERLINK, 2);
    samples.add(smaller, Variant.CLUSTERLINK, 1);
    assertThat(growth.judge(samples, READING)).contains(new Spread(4, 3, 4));
  }

  @Test
  void knowsWhichWayIsBetter() {
    assertThat(Bar.isMet(0.9, 1, Better.LOWER)).isTrue();
    assertThat(Bar.isMet(1.1, 1, Better.LOWER)).isFalse();
    assertThat(Bar.isMet(0.9, 1, Better.HIGHER)).isFalse();
    assertThat(Bar.isMet(1.1, 1, Better.HIGHER)).isTrue();
  }
}
