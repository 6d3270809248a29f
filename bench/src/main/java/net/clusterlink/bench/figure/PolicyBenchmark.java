package net.clusterlink.bench.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import net.clusterlink.api.AccessRule;
import net.clusterlink.api.LabelRequirement;
import net.clusterlink.api.LabelRequirement.Operator;
import net.clusterlink.api.LabelSelector;
import net.clusterlink.api.ResourceName;
import net.clusterlink.policy.Attributes;
import net.clusterlink.policy.Decision;
import net.clusterlink.policy.PolicySet;
import net.clusterlink.policy.Tier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * One decision, at its worst: of two sessions in turn, nothing matches the first, and what matches
 * the second comes last. Each therefore has to look past every policy of its namespace, those that
 * deny and those that allow; a decision that a policy with a small name ends is faster.
 *
 * <p>Every tenth policy is in the session's namespace; every hundredth matches the second session,
 * and the first but for one label; of the others a third denies, and a part uses negative operators
 * alone, which no index of wanted values can rule out.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PolicyBenchmark {
  private static final String NAMESPACE = "shop";

  /** What the names of the matching policies begin with, so that they come last. */
  private static final String LAST = "zz-";

  private static final ResourceName EXPORT = new ResourceName(NAMESPACE, "orders");

  /** How many policies there are. */
  @Param("10000")
  public int policies;

  /** How many in a hundred use negative operators alone. */
  @Param("5")
  public int negative;

  private PolicySet set = PolicySet.empty();
  private Attributes stranger = Attributes.ofSource("west", Map.of(), Map.of());
  private Attributes matched = stranger;
  private Attributes destination = Attributes.ofDestination("east", Map.of(), EXPORT, Map.of());

  /** Makes the policies and the sessions. */
  @Setup
  public void prepare() {
    for (int i = 0; i < policies; i++) {
      String namespace = i % 10 == 0 ? NAMESPACE : "ns-" + i % 97;
      String name = matches(i) ? LAST + i : "policy-" + i;
      set = set.with(Tier.REGULAR, new ResourceName(namespace, name), rule(i));
    }
    stranger = source("app-of-nobody");
    matched = source("app-0");
    destination =
        Attributes.ofDestination("east", Map.of("region", "us"), EXPORT, Map.of("app", "orders"));
    if (!(decideOf(stranger) instanceof Decision.NoPolicyMatched
        && decideOf(matched) instanceof Decision.Allow(_, ResourceName policy)
        && policy.name().startsWith(LAST))) {
      throw new IllegalStateException("the sessions are not decided as they are meant to be");
    }
  }

  private static Attributes source(String app) {
    return Attributes.ofSource(
        "west",
        Map.of("region", "eu"),
        Attributes.clientAttributes(
            NAMESPACE, Map.of("app", app, "tier", "front", "version", "v1"), Optional.of("shop")));
  }

  private static boolean matches(int i) {
    return i % 100 == 0;
  }

  private AccessRule rule(int i) {
    // Twentieths of each namespace's policies; two of them hold the ones that match.
    int slot = i / 10 % 20;
    boolean isNegative = slot % 10 != 0 && slot - slot / 10 <= negative / 5;
    return new AccessRule(
        !matches(i) && i / 10 % 3 == 0 ? AccessRule.Action.DENY : AccessRule.Action.ALLOW,
        List.of(isNegative ? negative(i) : positive(matches(i) ? 0 : i)),
        List.of(new LabelSelector(Map.of(), List.of())));
  }

  private static LabelSelector positive(int i) {
    return new LabelSelector(
        Map.of(
            Attributes.CLIENT_LABELS + "app", "app-" + i,
            Attributes.CLIENT_LABELS + "tier", "front",
            Attributes.CLIENT_LABELS + "version", "v1"),
        List.of());
  }

  /** Refuses both sessions, by its last requirement alone. */
  private static LabelSelector negative(int i) {
    boolean byValue = i / 20 % 2 == 0;
    List<LabelRequirement> requirements = new ArrayList<>();
    requirements.add(notIn("app", "app-" + i));
    requirements.add(byValue ? notIn("tier", "back-" + i) : notIn("version", "v-" + i));
    requirements.add(
        byValue
            ? notIn("version", "v1")
            : new LabelRequirement(
                Attributes.CLIENT_LABELS + "tier", Operator.DOES_NOT_EXIST, Set.of()));
    return new LabelSelector(Map.of(), requirements);
  }

  private static LabelRequirement notIn(String label, String value) {
    return new LabelRequirement(Attributes.CLIENT_LABELS + label, Operator.NOT_IN, Set.of(value));
  }

  /** Decides both. */
  @Benchmark
  @OperationsPerInvocation(2)
  public void decide(Blackhole decisions) {
    decisions.consume(decideOf(stranger));
    decisions.consume(decideOf(matched));
  }

  private Decision decideOf(Attributes source) {
    return set.decide(source, destination, NAMESPACE);
  }
}
