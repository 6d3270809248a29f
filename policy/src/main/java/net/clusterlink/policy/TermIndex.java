package net.clusterlink.policy;

import io.vavr.collection.HashMap;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.clusterlink.api.LabelRequirement;
import net.clusterlink.api.LabelSelector;
import net.clusterlink.api.ResourceName;
import net.clusterlink.policy.Filing.Term;
import org.jspecify.annotations.Nullable;

/** Policies by the terms of one side under which they are filed. Persistent. */
final class TermIndex {
  static final TermIndex EMPTY = new TermIndex(HashMap.empty());

  /**
   * Those filed under one key.
   *
   * @param present those that take any value
   */
  private record Key(OrderedPolicies present, HashMap<String, OrderedPolicies> byValue) {
    static final Key EMPTY = new Key(OrderedPolicies.EMPTY, HashMap.empty());

    boolean isEmpty() {
      return present.isEmpty() && byValue.isEmpty();
    }

    OrderedPolicies under(Optional<String> value) {
      return value.map(this::under).orElse(present);
    }

    OrderedPolicies under(String value) {
      return byValue.getOrElse(value, OrderedPolicies.EMPTY);
    }

    Key with(Optional<String> value, OrderedPolicies policies) {
      if (value.isEmpty()) {
        return new Key(policies, byValue);
      }
      return new Key(
          present,
          policies.isEmpty() ? byValue.remove(value.get()) : byValue.put(value.get(), policies));
    }
  }

  /**
   * Terms that could hold a policy.
   *
   * @param load how many policies are there now
   */
  record Choice(Set<Term> terms, long load) implements Comparable<Choice> {
    private static final Comparator<Choice> ORDER =
        Comparator.comparingLong(Choice::load).thenComparingInt(choice -> choice.terms.size());

    /** The less crowded is smaller, then the one with fewer terms. */
    @Override
    public int compareTo(Choice other) {
      return ORDER.compare(this, other);
    }
  }

  private final HashMap<String, Key> byKey;

  private TermIndex(HashMap<String, Key> byKey) {
    this.byKey = byKey;
  }

  /**
   * The least crowded terms of which each label set that matches an alternative meets one; null if
   * an alternative requires nothing to be there.
   */
  @Nullable Choice choose(List<LabelSelector> alternatives) {
    var terms = new HashSet<Term>();
    long load = 0;
    for (LabelSelector alternative : alternatives) {
      // By key where the load is equal, lest the choice hang on the order of a hash table.
      Optional<Choice> choice =
          positiveTerms(alternative)
              .map(set -> new Choice(set, set.stream().mapToLong(this::load).sum()))
              .min(
                  Comparator.<Choice>naturalOrder()
                      .thenComparing(each -> each.terms().iterator().next().key()));
      if (choice.isEmpty()) {
        return null;
      }
      terms.addAll(choice.get().terms());
      load += choice.get().load();
    }
    return new Choice(Set.copyOf(terms), load);
  }

  private static Stream<Set<Term>> positiveTerms(LabelSelector selector) {
    return Stream.concat(
        selector.matchLabels().entrySet().stream()
            .map(label -> Set.of(new Term(label.getKey(), Optional.of(label.getValue())))),
        selector.matchExpressions().stream()
            .map(TermIndex::positiveTerms)
            .filter(terms -> !terms.isEmpty()));
  }

  private static Set<Term> positiveTerms(LabelRequirement requirement) {
    return switch (requirement.operator()) {
      case IN ->
          requirement.values().stream()
              .map(value -> new Term(requirement.key(), Optional.of(value)))
              .collect(Collectors.toUnmodifiableSet());
      case EXISTS -> Set.of(new Term(requirement.key(), Optional.empty()));
      case NOT_IN, DOES_NOT_EXIST -> Set.of();
    };
  }

  private long load(Term term) {
    return key(term.key()).under(term.value()).size();
  }

  private Key key(String key) {
    return byKey.getOrElse(key, Key.EMPTY);
  }

  TermIndex with(Set<Term> terms, CompiledPolicy policy) {
    TermIndex index = this;
    for (Term term : terms) {
      index = index.put(term, index.key(term.key()).under(term.value()).with(policy));
    }
    return index;
  }

  TermIndex without(Set<Term> terms, ResourceName policy) {
    TermIndex index = this;
    for (Term term : terms) {
      index = index.put(term, index.key(term.key()).under(term.value()).without(policy));
    }
    return index;
  }

  private TermIndex put(Term term, OrderedPolicies policies) {
    Key key = key(term.key()).with(term.value(), policies);
    return new TermIndex(key.isEmpty() ? byKey.remove(term.key()) : byKey.put(term.key(), key));
  }

  /**
   * The matching policy with the smallest name.
   *
   * @param side the attributes that the terms are about
   * @param best one known to match; the answer when none here is smaller
   */
  @Nullable CompiledPolicy firstMatch(
      Attributes side, Attributes source, Attributes destination, @Nullable CompiledPolicy best) {
    if (byKey.isEmpty()) {
      return best;
    }
    CompiledPolicy first = best;
    for (Attributes.Attribute attribute : side.each()) {
      Key key = key(attribute.key());
      if (!key.isEmpty()) {
        first = key.present().firstMatch(source, destination, first);
        first = key.under(attribute.value()).firstMatch(source, destination, first);
      }
    }
    return first;
  }
}
