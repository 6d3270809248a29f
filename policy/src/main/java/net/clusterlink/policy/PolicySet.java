package net.clusterlink.policy;

import io.vavr.collection.HashMap;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.clusterlink.api.AccessRule;
import net.clusterlink.api.ResourceName;

/**
 * All policies of a peer, compiled for deciding. Immutable: a change makes another set, which
 * shares with this one all but the policy that changed, at the cost of that policy.
 *
 * <p>A decision asks, in this order:
 *
 * <ol>
 *   <li>whether a document that may hold a policy of this session could not be read: refused;
 *   <li>whether the client is unknown while a policy in scope selects on clients: refused;
 *   <li>the privileged policies, deny before allow;
 *   <li>the regular policies of the session's namespace, deny before allow;
 *   <li>and denies what no policy matched.
 * </ol>
 *
 * <p>Where several policies could be named for an answer, it is the one with the smallest name.
 */
public final class PolicySet {
  private static final PolicySet EMPTY =
      new PolicySet(PolicyScope.EMPTY, HashMap.empty(), Lockdown.NONE);
  private static final Decision NO_POLICY_MATCHED = new Decision.NoPolicyMatched();

  private final PolicyScope privileged;
  private final HashMap<String, PolicyScope> regularByNamespace;
  private final Lockdown lockdown;

  private PolicySet(
      PolicyScope privileged, HashMap<String, PolicyScope> regularByNamespace, Lockdown lockdown) {
    this.privileged = privileged;
    this.regularByNamespace = regularByNamespace;
    this.lockdown = lockdown;
  }

  /** The set without a policy: it denies everything. */
  public static PolicySet empty() {
    return EMPTY;
  }

  /**
   * This set with one policy added or replaced.
   *
   * @throws IllegalArgumentException if a regular policy has no namespace: it would apply nowhere
   */
  public PolicySet with(Tier tier, ResourceName name, AccessRule rule) {
    if (tier == Tier.REGULAR && name.namespace().isEmpty()) {
      throw new IllegalArgumentException("regular policy " + name + " needs a namespace");
    }
    return withScope(tier, name, scope(tier, name).with(tier, name, rule));
  }

  /** This set without one policy. */
  public PolicySet without(Tier tier, ResourceName name) {
    return withScope(tier, name, scope(tier, name).without(name));
  }

  /**
   * This set with the knowledge that a document which is or may be a policy could not be read.
   * Everything that the policy could apply to is refused until {@link #withoutUnreadable}: the
   * sessions of its namespace, or all sessions.
   *
   * @param document what tells this document from others, such as its file and line; the same
   *     document again replaces what was said of it
   * @param namespace that of a regular policy; empty for a privileged policy, and when the kind or
   *     the namespace is unknown
   * @param cause which document, and why; it becomes part of {@link Decision#reason}
   */
  public PolicySet withUnreadable(String document, Optional<String> namespace, String cause) {
    return new PolicySet(
        privileged, regularByNamespace, lockdown.with(document, namespace.orElse(""), cause));
  }

  /** This set once a document has been mended or has gone. */
  public PolicySet withoutUnreadable(String document) {
    return new PolicySet(privileged, regularByNamespace, lockdown.without(document));
  }

  /**
   * Decides one session.
   *
   * @param namespace whose regular policies apply: the import's on the client side, the export's on
   *     the service side
   */
  public Decision decide(Attributes source, Attributes destination, String namespace) {
    PolicyScope regular = regular(namespace);
    Decision decision = lockdown.refusal(namespace);
    if (decision == null && source.unknownClient()) {
      decision = privileged.refusalOfUnknownClient();
      if (decision == null) {
        decision = regular.refusalOfUnknownClient();
      }
    }
    if (decision == null) {
      decision = privileged.decide(source, destination);
    }
    if (decision == null) {
      decision = regular.decide(source, destination);
    }
    return decision == null ? NO_POLICY_MATCHED : decision;
  }

  /**
   * Decides one session as {@link #decide} does and says how that came about. It costs in
   * proportion to all policies that apply: for a person who asks, not for a session.
   *
   * @param namespace as for {@link #decide}
   */
  public PolicyExplanation explain(Attributes source, Attributes destination, String namespace) {
    return new Explainer(source, destination, decide(source, destination, namespace))
        .explain(List.of(privileged, regular(namespace)));
  }

  /**
   * Whether a policy that applies in this namespace selects its destination by labels of a peer,
   * and so cannot be decided before those are known.
   */
  public boolean selectsDestinationPeerLabels(String namespace) {
    return privileged.selectsDestinationPeerLabels()
        || regular(namespace).selectsDestinationPeerLabels();
  }

  /** Every policy in force: the privileged ones first, then by their names. */
  public List<PlacedPolicy> all() {
    return Stream.concat(
            Stream.of(privileged),
            StreamSupport.stream(regularByNamespace.values().spliterator(), false))
        .flatMap(scope -> StreamSupport.stream(scope.policies().values().spliterator(), false))
        .map(policy -> new PlacedPolicy(policy.tier(), policy.name(), policy.rule()))
        .sorted(Comparator.comparing(PlacedPolicy::tier).thenComparing(PlacedPolicy::name))
        .toList();
  }

  private PolicyScope regular(String namespace) {
    return regularByNamespace.getOrElse(namespace, PolicyScope.EMPTY);
  }

  private PolicyScope scope(Tier tier, ResourceName name) {
    return switch (tier) {
      case PRIVILEGED -> privileged;
      case REGULAR -> regular(name.namespace());
    };
  }

  private PolicySet withScope(Tier tier, ResourceName name, PolicyScope scope) {
    return switch (tier) {
      case PRIVILEGED -> new PolicySet(scope, regularByNamespace, lockdown);
      case REGULAR ->
          new PolicySet(
              privileged,
              scope.isEmpty()
                  ? regularByNamespace.remove(name.namespace())
                  : regularByNamespace.put(name.namespace(), scope),
              lockdown);
    };
  }
}
