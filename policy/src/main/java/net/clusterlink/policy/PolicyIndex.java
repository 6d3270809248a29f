package net.clusterlink.policy;

import net.clusterlink.api.AccessRule;
import net.clusterlink.policy.Filing.Side;
import org.jspecify.annotations.Nullable;

/**
 * The policies of one scope and one action, kept so that a session looks at those alone that could
 * match it. Persistent.
 *
 * <p>A policy matches only when one alternative of {@code from} and one of {@code to} does, so it
 * is enough to find it by either side. It is filed on the side that has a positive requirement
 * ({@code matchLabels}, {@code In} or {@code Exists}) in every alternative; with both, on the side
 * whose terms are less crowded now; with none, it is among those that every session looks at, many
 * at a time.
 *
 * @param always those that every session looks at
 */
record PolicyIndex(TermIndex bySource, TermIndex byDestination, OrderedPolicies always) {
  static final PolicyIndex EMPTY =
      new PolicyIndex(TermIndex.EMPTY, TermIndex.EMPTY, OrderedPolicies.EMPTY);

  /** Where a policy with this rule is best kept. */
  Filing file(AccessRule rule) {
    TermIndex.Choice source = bySource.choose(rule.from());
    TermIndex.Choice destination = byDestination.choose(rule.to());
    if (source != null && (destination == null || source.compareTo(destination) <= 0)) {
      return new Filing.Under(Side.SOURCE, source.terms());
    }
    return destination == null
        ? new Filing.Always()
        : new Filing.Under(Side.DESTINATION, destination.terms());
  }

  PolicyIndex with(CompiledPolicy policy) {
    return switch (policy.filing()) {
      case Filing.Always() -> new PolicyIndex(bySource, byDestination, always.with(policy));
      case Filing.Under(Side side, var terms) ->
          switch (side) {
            case SOURCE -> new PolicyIndex(bySource.with(terms, policy), byDestination, always);
            case DESTINATION ->
                new PolicyIndex(bySource, byDestination.with(terms, policy), always);
          };
    };
  }

  PolicyIndex without(CompiledPolicy policy) {
    return switch (policy.filing()) {
      case Filing.Always() ->
          new PolicyIndex(bySource, byDestination, always.without(policy.name()));
      case Filing.Under(Side side, var terms) ->
          switch (side) {
            case SOURCE ->
                new PolicyIndex(bySource.without(terms, policy.name()), byDestination, always);
            case DESTINATION ->
                new PolicyIndex(bySource, byDestination.without(terms, policy.name()), always);
          };
    };
  }

  /** The matching policy with the smallest name. */
  @Nullable CompiledPolicy firstMatch(Attributes source, Attributes destination) {
    CompiledPolicy first = bySource.firstMatch(source, source, destination, null);
    first = byDestination.firstMatch(destination, source, destination, first);
    return always.firstMatch(source, destination, first);
  }
}
