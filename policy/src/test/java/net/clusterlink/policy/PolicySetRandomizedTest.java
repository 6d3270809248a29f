package net.clusterlink.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import net.clusterlink.api.AccessRule;
import net.clusterlink.api.ResourceName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Holds {@link PolicySet} equal to {@link ReferencePolicies} through random histories. */
@Timeout(60)
class PolicySetRandomizedTest {
  private static final long FIRST_SEED = 20_260_101;
  private static final int HISTORIES = 200;
  private static final int STEPS = 60;
  private static final int SESSIONS_PER_STEP = 15;

  private record Key(Tier tier, ResourceName name) {}

  private final Map<Class<?>, Integer> seen = new HashMap<>();
  private final Set<String> deciding = new HashSet<>();

  @Test
  void decidesAsThePlainEvaluationDoes() {
    for (int history = 0; history < HISTORIES; history++) {
      follow(FIRST_SEED + history);
    }

    assertThat(seen.values().stream().mapToInt(Integer::intValue).sum())
        .isGreaterThanOrEqualTo(100_000);
    assertThat(seen)
        .hasSize(Decision.Deny.class.getPermittedSubclasses().length + 1)
        .allSatisfy((kind, count) -> assertThat(count).as("%s", kind).isGreaterThan(2_000));
  }

  /** Enough of them to fill blocks, split them, empty them, and come to a match late. */
  @Test
  void decidesAmongManyNegativePoliciesAsThePlainEvaluationDoes() {
    for (int history = 0; history < 10; history++) {
      followNegative(FIRST_SEED + history);
    }

    for (var kind :
        List.of(
            Decision.Allow.class, Decision.DeniedByPolicy.class, Decision.NoPolicyMatched.class)) {
      assertThat(seen.getOrDefault(kind, 0)).as("%s", kind).isGreaterThan(300);
    }
    assertThat(deciding).hasSizeGreaterThan(100);
  }

  private void followNegative(long seed) {
    var random = new Random(seed);
    var world = new RandomPolicies(random);
    var policies = new HashMap<Key, ReferencePolicies.Policy>();
    var namespace = RandomPolicies.NAMESPACES.getFirst();
    int names = 1 + random.nextInt(600);
    PolicySet set = PolicySet.empty();
    for (int step = 0; step < 1_200; step++) {
      // More come than go, and then the reverse.
      boolean comes = random.nextInt(10) < (step < 700 ? 8 : 2);
      var policy = world.negativePolicy(namespace, names);
      var key = new Key(policy.tier(), policy.name());
      if (comes) {
        policies.put(key, policy);
        set = set.with(policy.tier(), policy.name(), policy.rule());
      } else {
        policies.remove(key);
        set = set.without(policy.tier(), policy.name());
      }
      if (step % 15 == 0) {
        compare(
            set,
            new ReferencePolicies(policies.values(), new TreeMap<>()),
            world,
            "seed " + seed + ", step " + step);
      }
    }
    compareOtherOrders(set, policies.values(), new TreeMap<>(), random, seed);
  }

  private void follow(long seed) {
    var random = new Random(seed);
    var world = new RandomPolicies(random);
    var policies = new HashMap<Key, ReferencePolicies.Policy>();
    var unreadable = new TreeMap<String, ReferencePolicies.Unreadable>();
    PolicySet set = PolicySet.empty();
    for (int step = 0; step < STEPS; step++) {
      int kind = random.nextInt(20);
      if (kind < 13) {
        var policy = world.policy();
        policies.put(new Key(policy.tier(), policy.name()), policy);
        set = set.with(policy.tier(), policy.name(), policy.rule());
      } else if (kind < 17) {
        var policy = world.policy();
        policies.remove(new Key(policy.tier(), policy.name()));
        set = set.without(policy.tier(), policy.name());
      } else if (kind < 18) {
        String document = "f" + random.nextInt(3);
        var namespace =
            random.nextInt(4) == 0 ? Optional.<String>empty() : Optional.of(world.namespace());
        unreadable.put(document, new ReferencePolicies.Unreadable(namespace, "step " + step));
        set = set.withUnreadable(document, namespace, "step " + step);
      } else {
        String document = "f" + random.nextInt(3);
        unreadable.remove(document);
        set = set.withoutUnreadable(document);
      }
      compare(
          set,
          new ReferencePolicies(policies.values(), unreadable),
          world,
          "seed " + seed + ", step " + step);
    }
    compareOtherOrders(set, policies.values(), unreadable, random, seed);
  }

  private void compare(
      PolicySet set, ReferencePolicies reference, RandomPolicies world, String where) {
    for (int session = 0; session < SESSIONS_PER_STEP; session++) {
      var source = world.source();
      var destination = world.destination();
      var namespace = world.namespace();
      var decision = set.decide(source, destination, namespace);
      assertThat(decision)
          .as("%s: from %s to %s in %s", where, source, destination, namespace)
          .isEqualTo(reference.decide(source, destination, namespace));
      seen.merge(decision.getClass(), 1, Integer::sum);
      deciding.add(decision.reason());
      assertExplains(set.explain(source, destination, namespace), decision, where);
    }
    for (String namespace : RandomPolicies.NAMESPACES) {
      assertThat(set.selectsDestinationPeerLabels(namespace))
          .as("%s: peer labels in %s", where, namespace)
          .isEqualTo(reference.selectsDestinationPeerLabels(namespace));
    }
  }

  private static void assertExplains(
      PolicyExplanation explanation, Decision decision, String where) {
    assertThat(explanation.decision()).as(where).isEqualTo(decision);
    var matched = explanation.policies().stream().filter(Considered::matched).toList();
    switch (decision) {
      case Decision.Allow(Tier tier, ResourceName policy) ->
          assertThat(matched.getFirst())
              .as(where)
              .isEqualTo(explanation.deciding().orElseThrow())
              .extracting(Considered::tier, Considered::policy, Considered::action)
              .containsExactly(tier, policy, AccessRule.Action.ALLOW);
      case Decision.DeniedByPolicy(Tier tier, ResourceName policy) ->
          assertThat(matched.getFirst())
              .as(where)
              .isEqualTo(explanation.deciding().orElseThrow())
              .extracting(Considered::tier, Considered::policy, Considered::action)
              .containsExactly(tier, policy, AccessRule.Action.DENY);
      case Decision.UnknownClient(Tier tier, ResourceName policy) ->
          assertThat(explanation.deciding().orElseThrow())
              .as(where)
              .matches(explanation.policies()::contains)
              .extracting(Considered::tier, Considered::policy)
              .containsExactly(tier, policy);
      case Decision.NoPolicyMatched() -> {
        assertThat(matched).as(where).isEmpty();
        assertThat(explanation.deciding()).as(where).isEmpty();
      }
      case Decision.PolicyUnreadable(String _) ->
          assertThat(explanation.deciding()).as(where).isEmpty();
    }
  }

  /** A set is what its policies are, in whatever order they came, and empty once they have gone. */
  private void compareOtherOrders(
      PolicySet set,
      Iterable<ReferencePolicies.Policy> policies,
      SortedMap<String, ReferencePolicies.Unreadable> unreadable,
      Random random,
      long seed) {
    var shuffled = new ArrayList<ReferencePolicies.Policy>();
    policies.forEach(shuffled::add);
    Collections.shuffle(shuffled, random);
    PolicySet atOnce = PolicySet.empty();
    for (var policy : shuffled) {
      atOnce = atOnce.with(policy.tier(), policy.name(), policy.rule());
    }
    for (var document : unreadable.entrySet()) {
      var said = document.getValue();
      atOnce = atOnce.withUnreadable(document.getKey(), said.namespace(), said.cause());
    }
    assertSameDecisions(set, atOnce, random, "seed " + seed + ", built in another order");

    Collections.shuffle(shuffled, random);
    PolicySet emptied = set;
    for (var policy : shuffled) {
      emptied = emptied.without(policy.tier(), policy.name());
    }
    for (String document : unreadable.keySet()) {
      emptied = emptied.withoutUnreadable(document);
    }
    assertSameDecisions(emptied, PolicySet.empty(), random, "seed " + seed + ", emptied");
    assertThat(RandomPolicies.NAMESPACES)
        .as("seed %s, emptied", seed)
        .noneMatch(emptied::selectsDestinationPeerLabels);
  }

  private static void assertSameDecisions(
      PolicySet one, PolicySet two, Random random, String where) {
    var world = new RandomPolicies(random);
    for (int session = 0; session < 10; session++) {
      var source = world.source();
      var destination = world.destination();
      for (String namespace : RandomPolicies.NAMESPACES) {
        assertThat(one.decide(source, destination, namespace))
            .as("%s: from %s to %s in %s", where, source, destination, namespace)
            .isEqualTo(two.decide(source, destination, namespace));
      }
    }
  }
}
