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
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One decision. Every tenth policy is in the session's namespace; every hundredth matches it; of
 * the others a part uses negative operators alone, which no index of wanted values can rule out.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PolicyBenchmark {
  private static final String NAMESPACE = "shop";
  private static final ResourceName EXPORT = new ResourceName(NAMESPACE, "orders");

  /** How many policies there are. */
  @Param("10000")
  public int policies;

  /** How many in a hundred use negative operators alone. */
  @Param("5")
  public int negative;

  private PolicySet set = PolicySet.empty();
  private Attributes source = Attributes.ofSource("west", Map.of(), Map.of());
  private Attributes destination = Attributes.ofDestination("east", Map.of(), EXPORT, Map.of());

  /** Makes the policies and the session. */
  @Setup
  public void prepare() {
    for (int i = 0; i < policies; i++) {
      String namespace = i % 10 == 0 ? NAMESPACE : "ns-" + i % 97;
      set = set.with(Tier.REGULAR, new ResourceName(namespace, "policy-" + i), rule(i));
    }
    source =
        Attributes.ofSource(
            "west",
            Map.of("region", "eu"),
            Attributes.clientAttributes(
                NAMESPACE,
                Map.of("app", "app-0", "tier", "front", "version", "v1"),
                Optional.of("shop")));
    destination =
        Attributes.ofDestination("east", Map.of("region", "us"), EXPORT, Map.of("app", "orders"));
  }

  private AccessRule rule(int i) {
    boolean matches = i % 100 == 0;
    // Twentieths of each namespace's policies; two of them hold the ones that match.
    int slot = i / 10 % 20;
    boolean isNegative = slot % 10 != 0 && slot - slot / 10 <= negative / 5;
    return new AccessRule(
        AccessRule.Action.ALLOW,
        List.of(isNegative ? negative(i) : positive(matches ? 0 : i)),
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

  /** Refuses the session by its last requirement alone. */
  private static LabelSelector negative(int i) {
    List<LabelRequirement> requirements = new ArrayList<>();
    requirements.add(notIn("app", "app-" + i));
    requirements.add(notIn("tier", "back-" + i));
    requirements.add(notIn("version", "v1"));
    return new LabelSelector(Map.of(), requirements);
  }

  private static LabelRequirement notIn(String label, String value) {
    return new LabelRequirement(Attributes.CLIENT_LABELS + label, Operator.NOT_IN, Set.of(value));
  }

  /** Decides. */
  @Benchmark
  public Decision decide() {
    return set.decide(source, destination, NAMESPACE);
  }
}
