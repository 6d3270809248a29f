package net.clusterlink.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BoundedLabelsTest {
  private final List<String> registered = new ArrayList<>();
  private final BoundedLabels<String, AtomicInteger> labels =
      new BoundedLabels<>(
          2,
          name -> "other",
          name -> {
            registered.add(name);
            return new AtomicInteger();
          });

  @Test
  void givesTheSameMeterForTheSameLabels() {
    assertThat(labels.of("a")).isSameAs(labels.of("a")).isNotSameAs(labels.of("b"));
    assertThat(registered).containsExactly("a", "b");
  }

  @Test
  void countsWhatComesBeyondTheLimitUnderTheStandIn() {
    AtomicInteger first = labels.of("a");
    AtomicInteger second = labels.of("b");
    AtomicInteger beyond = labels.of("c");
    assertThat(labels.of("d")).isSameAs(beyond).isNotIn(first, second);
    assertThat(registered).containsExactly("a", "b", "other");
  }

  @Test
  void keepsToTheStandInForGoodSoThatGaugesReturnToZero() {
    labels.of("a").incrementAndGet();
    labels.of("b").incrementAndGet();
    labels.of("c").incrementAndGet();
    labels.of("c").decrementAndGet();
    assertThat(labels.of("other")).hasValue(0);
  }
}
