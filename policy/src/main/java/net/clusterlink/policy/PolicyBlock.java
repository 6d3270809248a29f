package net.clusterlink.policy;

import java.util.ArrayList;
import java.util.List;
import net.clusterlink.api.ResourceName;
import org.jspecify.annotations.Nullable;

/**
 * A few policies in the order of their names, matched together where that is faster. Immutable; a
 * change makes it anew, and so its size is bounded.
 */
final class PolicyBlock {
  /** So that a change, and the decision after it, cost little whatever the number of policies. */
  private static final int MOST = 256;

  /** So few policies are sooner matched one by one. */
  private static final int FEW = 4;

  private final List<CompiledPolicy> policies;

  /**
   * Made by the first decision, since of the blocks that a load makes few are ever asked. Threads
   * that race for it make equals, which are immutable.
   */
  private @Nullable PolicyPairs pairs;

  private PolicyBlock(List<CompiledPolicy> policies) {
    this.policies = List.copyOf(policies);
  }

  static PolicyBlock of(CompiledPolicy policy) {
    return new PolicyBlock(List.of(policy));
  }

  /** This with one policy added or replaced: one block, or two halves where it has no room. */
  List<PolicyBlock> with(CompiledPolicy policy) {
    List<CompiledPolicy> grown = new ArrayList<>(policies);
    int at = find(policy.name());
    if (at >= 0) {
      grown.set(at, policy);
    } else {
      grown.add(-at - 1, policy);
    }
    if (grown.size() <= MOST) {
      return List.of(new PolicyBlock(grown));
    }
    int half = grown.size() / 2;
    return List.of(
        new PolicyBlock(grown.subList(0, half)),
        new PolicyBlock(grown.subList(half, grown.size())));
  }

  /** This without the policy of that name; null when it was the only one. */
  @Nullable PolicyBlock without(ResourceName name) {
    int at = find(name);
    if (at < 0) {
      return this;
    }
    if (policies.size() == 1) {
      return null;
    }
    List<CompiledPolicy> left = new ArrayList<>(policies);
    left.remove(at);
    return new PolicyBlock(left);
  }

  /** Where it is, or the negative of one more than where it would be. */
  private int find(ResourceName name) {
    int low = 0;
    int high = policies.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = policies.get(middle).name().compareTo(name);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  int size() {
    return policies.size();
  }

  /** The smallest name. */
  ResourceName first() {
    return policies.getFirst().name();
  }

  /** The greatest name. */
  ResourceName last() {
    return policies.getLast().name();
  }

  /** The matching policy with the smallest name. */
  @Nullable CompiledPolicy firstMatch(Attributes source, Attributes destination) {
    if (policies.size() > FEW) {
      return pairs().firstMatch(source, destination);
    }
    for (int i = 0; i < policies.size(); i++) {
      if (policies.get(i).matches(source, destination)) {
        return policies.get(i);
      }
    }
    return null;
  }

  private PolicyPairs pairs() {
    PolicyPairs made = pairs;
    if (made == null) {
      made = new PolicyPairs(policies);
      pairs = made;
    }
    return made;
  }
}
