package net.clusterlink.policy;

import static net.clusterlink.policy.Selectors.ANY;
import static net.clusterlink.policy.Selectors.allow;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.clusterlink.api.ResourceName;
import org.junit.jupiter.api.Test;

class OrderedPoliciesTest {
  private static final int MANY = 100_000;

  private static CompiledPolicy policy(int number) {
    var name = new ResourceName("n", "p%06d".formatted(number));
    return new CompiledPolicy(Tier.REGULAR, name, allow(ANY, ANY), new Filing.Always());
  }

  @Test
  void staysShallowWhenPoliciesComeInOrder() {
    var policies = OrderedPolicies.EMPTY;
    for (int number = 0; number < MANY; number++) {
      policies = policies.with(policy(number));
    }

    assertThat(policies.size()).isEqualTo(MANY);
    // 1.44 log2(n), the bound of Adelson-Velsky and Landis
    assertThat(policies.height()).isLessThanOrEqualTo(24);
  }

  @Test
  void keepsTheSmallestFirstWhileOthersComeAndGo() {
    long seed = 7;
    var random = new Random(seed);
    List<Integer> numbers = new ArrayList<>(IntStream.range(0, 500).boxed().toList());
    Collections.shuffle(numbers, random);
    var policies = OrderedPolicies.EMPTY;
    for (int number : numbers) {
      policies = policies.with(policy(number)).with(policy(number));
    }
    Collections.shuffle(numbers, random);
    while (!numbers.isEmpty()) {
      assertThat(policies.size()).as("seed %s", seed).isEqualTo(numbers.size());
      var first = policies.first();
      assertThat(first).as("seed %s", seed).isNotNull();
      assertThat(first.name()).isEqualTo(policy(Collections.min(numbers)).name());
      policies = policies.without(policy(numbers.removeLast()).name());
    }
    assertThat(policies.isEmpty()).isTrue();
    assertThat(policies.first()).isNull();
  }
}
