package net.clusterlink.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import net.clusterlink.api.AccessRule;
import net.clusterlink.api.LabelRequirement;
import net.clusterlink.api.LabelRequirement.Operator;
import net.clusterlink.api.LabelSelector;
import net.clusterlink.api.ResourceName;

/** Policies and sessions of a small world, where much collides. */
final class RandomPolicies {
  static final List<String> NAMESPACES = List.of("red", "green", "blue");

  private static final List<String> LABELS = List.of("a", "b", "c");
  private static final List<String> VALUES = List.of("1", "2", "3", "4");
  private static final List<Operator> NEGATIVE =
      List.of(Operator.NOT_IN, Operator.NOT_IN, Operator.DOES_NOT_EXIST);
  private static final List<String> SOURCE_KEYS =
      Stream.concat(
              Stream.of(
                  Attributes.PEER_NAME,
                  Attributes.CLIENT_NAMESPACE,
                  Attributes.CLIENT_SERVICE_ACCOUNT,
                  "no.such/key"),
              LABELS.stream()
                  .flatMap(label ->
                      Stream.of(Attributes.PEER_LABELS + label, Attributes.CLIENT_LABELS + label)))
          .toList();
  private static final List<String> PEER_KEYS =
      SOURCE_KEYS.stream().filter(key -> !key.startsWith(Attributes.CLIENT)).toList();
  private static final List<String> DESTINATION_KEYS =
      Stream.concat(
              Stream.of(Attributes.PEER_NAME, Attributes.EXPORT_NAME, Attributes.EXPORT_NAMESPACE),
              LABELS.stream()
                  .flatMap(label ->
                      Stream.of(Attributes.PEER_LABELS + label, Attributes.EXPORT_LABELS + label)))
          .toList();

  private final RandomGenerator random;

  RandomPolicies(RandomGenerator random) {
    this.random = random;
  }

  ReferencePolicies.Policy policy() {
    boolean privileged = random.nextInt(6) == 0;
    String name = "p" + random.nextInt(40);
    return new ReferencePolicies.Policy(
        privileged ? Tier.PRIVILEGED : Tier.REGULAR,
        privileged ? ResourceName.clusterScoped(name) : new ResourceName(namespace(), name),
        rule());
  }

  /**
   * A policy of one namespace that asks for nothing to be there, except in one entry of some;
   * hardly any selects on clients.
   *
   * @param names how many there are to choose from
   */
  ReferencePolicies.Policy negativePolicy(String namespace, int names) {
    List<String> sourceKeys = random.nextInt(200) == 0 ? SOURCE_KEYS : PEER_KEYS;
    return new ReferencePolicies.Policy(
        Tier.REGULAR,
        new ResourceName(namespace, "p" + random.nextInt(names)),
        new AccessRule(
            action(8), negativeSelectors(sourceKeys), negativeSelectors(DESTINATION_KEYS)));
  }

  String namespace() {
    return pick(NAMESPACES);
  }

  Attributes source() {
    Map<String, String> client = new HashMap<>();
    if (random.nextInt(4) > 0) {
      client.put(Attributes.CLIENT_NAMESPACE, pick(VALUES));
      if (random.nextBoolean()) {
        client.put(Attributes.CLIENT_SERVICE_ACCOUNT, pick(VALUES));
      }
      labels().forEach((key, value) -> client.put(Attributes.CLIENT_LABELS + key, value));
    }
    if (random.nextInt(8) == 0) {
      client.put(Attributes.PEER_NAME, pick(VALUES));
    }
    return Attributes.ofSource(pick(VALUES), labels(), client);
  }

  Attributes destination() {
    return Attributes.ofDestination(
        pick(VALUES), labels(), new ResourceName(pick(VALUES), pick(VALUES)), labels());
  }

  private AccessRule rule() {
    // Few rules select on clients, else an unknown one would hardly ever get past that check.
    List<String> sourceKeys = random.nextInt(3) == 0 ? SOURCE_KEYS : PEER_KEYS;
    return new AccessRule(action(3), selectors(sourceKeys), selectors(DESTINATION_KEYS));
  }

  /** One denies out of so many. */
  private AccessRule.Action action(int of) {
    return random.nextInt(of) == 0 ? AccessRule.Action.DENY : AccessRule.Action.ALLOW;
  }

  private List<LabelSelector> selectors(List<String> keys) {
    var selectors = new ArrayList<LabelSelector>();
    do {
      selectors.add(selector(keys));
    } while (random.nextInt(3) == 0);
    return selectors;
  }

  LabelSelector sourceSelector() {
    return selector(SOURCE_KEYS);
  }

  private LabelSelector selector(List<String> keys) {
    var labels = new HashMap<String, String>();
    var expressions = new ArrayList<LabelRequirement>();
    for (int requirements = random.nextInt(4); requirements > 0; requirements--) {
      if (random.nextBoolean()) {
        labels.put(pick(keys), pick(VALUES));
      } else {
        expressions.add(expression(pick(keys)));
      }
    }
    return new LabelSelector(labels, expressions);
  }

  /** Up to five entries, demanding enough that few match, and in some one with every operator. */
  private List<LabelSelector> negativeSelectors(List<String> keys) {
    var selectors = new ArrayList<LabelSelector>();
    do {
      var expressions = new ArrayList<LabelRequirement>();
      for (int requirements = random.nextInt(5); requirements >= 0; requirements--) {
        expressions.add(expression(pick(keys), pick(NEGATIVE)));
      }
      selectors.add(new LabelSelector(Map.of(), expressions));
    } while (selectors.size() < 5 && random.nextInt(4) == 0);
    if (random.nextInt(10) == 0) {
      selectors.add(selector(keys));
    }
    return selectors;
  }

  private LabelRequirement expression(String key) {
    return expression(key, pick(List.of(Operator.values())));
  }

  private LabelRequirement expression(String key, Operator operator) {
    var values = new HashSet<String>();
    if (operator == Operator.IN || operator == Operator.NOT_IN) {
      do {
        values.add(pick(VALUES));
      } while (random.nextBoolean());
    }
    return new LabelRequirement(key, operator, values);
  }

  private Map<String, String> labels() {
    var labels = new HashMap<String, String>();
    for (String label : LABELS) {
      if (random.nextBoolean()) {
        labels.put(label, pick(VALUES));
      }
    }
    return labels;
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
