package net.clusterlink.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.clusterlink.api.LabelSelector;
import org.jspecify.annotations.Nullable;

/**
 * Policies matched together: each pair of one alternative of {@code from} and one of {@code to} is
 * a bit, and the attributes of a session take out those that they rule out. Immutable.
 */
final class PolicyPairs {
  /** A policy with more pairs has a single bit, which nothing rules out. */
  private static final int MOST_OF_A_POLICY = 8;

  private static final List<LabelSelector> UNTOLD = List.of(new LabelSelector(Map.of(), List.of()));

  private final CompiledPolicy[] owners;
  private final RequirementIndex source;
  private final RequirementIndex destination;

  /** Prepares the policies, which are in the order of their names. */
  PolicyPairs(List<CompiledPolicy> policies) {
    List<CompiledPolicy> owning = new ArrayList<>();
    List<LabelSelector> from = new ArrayList<>();
    List<LabelSelector> to = new ArrayList<>();
    for (CompiledPolicy policy : policies) {
      boolean told =
          (long) policy.rule().from().size() * policy.rule().to().size() <= MOST_OF_A_POLICY;
      for (LabelSelector one : told ? policy.rule().from() : UNTOLD) {
        for (LabelSelector other : told ? policy.rule().to() : UNTOLD) {
          owning.add(policy);
          from.add(one);
          to.add(other);
        }
      }
    }
    owners = owning.toArray(CompiledPolicy[]::new);
    source = RequirementIndex.of(from);
    destination = RequirementIndex.of(to);
  }

  /** The matching policy with the smallest name. */
  @Nullable CompiledPolicy firstMatch(Attributes from, Attributes to) {
    long[] possible = new long[RequirementIndex.words(owners.length)];
    Arrays.fill(possible, -1L);
    possible[possible.length - 1] >>>= -owners.length;
    if (!source.ruleOut(possible, from) || !destination.ruleOut(possible, to)) {
      return null;
    }
    for (int word = 0; word < possible.length; word++) {
      for (long left = possible[word]; left != 0; left &= left - 1) {
        CompiledPolicy policy = owners[word * Long.SIZE + Long.numberOfTrailingZeros(left)];
        if (policy.matches(from, to)) {
          return policy;
        }
      }
    }
    return null;
  }
}
