package net.clusterlink.systemtests;

import java.util.List;
import java.util.random.RandomGenerator;

/** A file of random policies, of which each says something about the sessions of the tests. */
final class RandomPolicyFile {
  private static final List<String> FROM =
      List.of(
          "{}",
          "{matchLabels: {peer.clusterlink.net/name: west}}",
          "{matchLabels: {peer.clusterlink.net/labels.site: w}}",
          "{matchLabels: {peer.clusterlink.net/labels.site: x}}",
          "{matchLabels: {client.clusterlink.net/labels.app: web}}",
          "{matchLabels: {client.clusterlink.net/namespace: default,"
              + " client.clusterlink.net/labels.app: batch}}",
          "{matchExpressions: [{key: client.clusterlink.net/labels.app, operator: NotIn,"
              + " values: [web]}]}",
          "{matchExpressions: [{key: client.clusterlink.net/labels.app, operator: Exists}]}",
          "{matchExpressions: [{key: peer.clusterlink.net/labels.zone,"
              + " operator: DoesNotExist}]}");
  private static final List<String> TO =
      List.of(
          "{}",
          "{}",
          "{matchLabels: {export.clusterlink.net/name: greeter}}",
          "{matchLabels: {export.clusterlink.net/name: other}}",
          "{matchLabels: {export.clusterlink.net/labels.service: greeter}}",
          "{matchLabels: {peer.clusterlink.net/name: east}}",
          "{matchLabels: {peer.clusterlink.net/labels.site: e}}",
          "{matchExpressions: [{key: peer.clusterlink.net/labels.site, operator: In,"
              + " values: [w, x]}]}");

  private final RandomGenerator random;

  RandomPolicyFile(RandomGenerator random) {
    this.random = random;
  }

  /** Its text; one policy of it matches nothing and makes the file new. */
  String draw(int round) {
    StringBuilder file =
        new StringBuilder(policy("AccessPolicy", "round-" + round, "deny", none()));
    if (random.nextBoolean()) {
      // Else hardly anything would be let pass.
      file.append("---\n")
          .append(policy("AccessPolicy", "all", "allow", entry("from", "{}") + entry("to", "{}")));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      boolean privileged = random.nextInt(4) == 0;
      file.append("---\n")
          .append(
              policy(
                  privileged ? "PrivilegedAccessPolicy" : "AccessPolicy",
                  "p" + i,
                  random.nextInt(3) == 0 ? "deny" : "allow",
                  entries("from", FROM) + entries("to", TO)));
    }
    return file.toString();
  }

  private static String none() {
    return entry("from", "{matchLabels: {peer.clusterlink.net/name: nobody}}") + entry("to", "{}");
  }

  private String entries(String field, List<String> selectors) {
    String first = selectors.get(random.nextInt(selectors.size()));
    String second = selectors.get(random.nextInt(selectors.size()));
    return random.nextInt(3) == 0 ? entry(field, first, second) : entry(field, first);
  }

  private static String entry(String field, String... selectors) {
    StringBuilder entry = new StringBuilder("  " + field + ":\n");
    for (String selector : selectors) {
      entry.append("    - workloadSelector: ").append(selector).append('\n');
    }
    return entry.toString();
  }

  private static String policy(String kind, String name, String action, String entries) {
    return """
    apiVersion: clusterlink.net/v1alpha1
    kind: %s
    metadata: {name: %s}
    spec:
      action: %s
    %s\
    """
        .formatted(kind, name, action, entries);
  }
}
