package net.clusterlink.policy;

import static net.clusterlink.policy.Selectors.ANY;
import static net.clusterlink.policy.Selectors.allow;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.clusterlink.api.ResourceName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OrderedPoliciesTest {
  private static final int MANY = 100_000;

  private static final Attributes SOURCE = Attributes.ofSource("west", Map.of(), Map.of());
  private static final Attributes DESTINATION =
      Attributes.ofDestination("east", Map.of(), new ResourceName("n", "e"), Map.of());

  private static @Nullable CompiledPolicy first(OrderedPolicies policies) {
    return policies.firstMatch(SOURCE, DESTINATION, null);
  }

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
    // 1.44 log2(n / 128) for blocks that are half full, the bound of Adelson-Velsky and Landis
    assertThat(policies.height()).isLessThanOrEqualTo(14);
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
      var first = first(policies);
      assertThat(first).as("seed %s", seed).isNotNull();
      assertThat(first.name()).isEqualTo(policy(Collections.min(numbers)).name());
      policies = policies.without(policy(numbers.removeLast()).name());
    }
    assertThat(policies.isEmpty()).isTrue();
    assertThat(first(policies)).isNull();
  }

  @Test
  void namesTheSmallerOfTheBestKnownAndItsOwn() {
    var policies = OrderedPolicies.EMPTY;
    for (int number = 100; number < 300; number++) {
      policies = policies.with(policy(number));
    }

    CompiledPolicy smaller = policy(99);
    assertThat(policies.firstMatch(SOURCE, DESTINATION, smaller)).isSameAs(smaller);
    assertThat(policies.firstMatch(SOURCE, DESTINATION, policy(250)))
        .isNotNull()
        .extracting(CompiledPolicy::name)
        .isEqualTo(policy(100).name());
  }
}
