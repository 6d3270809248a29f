package net.clusterlink.systemtests.stage;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Manifests as an operator would write them. */
public final class Manifests {
  private static final String GROUP = "apiVersion: clusterlink.net/v1alpha1\n";

  private Manifests() {}

  /** A peer with one gateway or several. */
  public static String peer(String name, InetSocketAddress... gateways) {
    return GROUP
        + "kind: Peer\nmetadata: {name: "
        + name
        + "}\nspec:\n  gateways:\n"
        + Arrays.stream(gateways)
            .map(gateway ->
                "  - {host: '%s', port: %d}\n"
                    .formatted(gateway.getHostString(), gateway.getPort()))
            .collect(Collectors.joining());
  }

  /** A peer with a label of its own, whatever it reports itself. */
  public static String labelledPeer(
      String name, String key, String value, InetSocketAddress gateway) {
    return peer(name, gateway)
        .replace(
            "{name: " + name + "}",
            "{name: %s, labels: {peer.clusterlink.net/labels.%s: %s}}".formatted(name, key, value));
  }

  /** A local service offered to the fabric. */
  public static String export(String name, String host, int port) {
    return GROUP
        + """
        kind: Export
        metadata: {name: %s, labels: {service: %s}}
        spec: {host: '%s', port: %d}
        """
            .formatted(name, name, host, port);
  }

  /** The export of the same name, taken from these peers in their order. */
  public static String imported(String name, int port, String... peers) {
    return balanced(name, "static", name, port, peers);
  }

  /** An export, taken from these peers as a load-balancing scheme says. */
  public static String balanced(
      String name, String scheme, String export, int port, String... peers) {
    return GROUP
        + "kind: Import\nmetadata: {name: %s, labels: {service: %s}}\n".formatted(name, name)
        + "spec:\n  port: %d\n  lbScheme: %s\n  sources:\n".formatted(port, scheme)
        + Arrays.stream(peers)
            .map(peer ->
                "  - {peer: %s, exportName: %s, exportNamespace: default}\n"
                    .formatted(peer, export))
            .collect(Collectors.joining());
  }

  /** A local client that is known by its address. */
  public static String workload(String name, InetAddress address) {
    return GROUP
        + """
        kind: Workload
        metadata: {name: %s, labels: {app: %s}}
        spec: {addresses: ['%s']}
        """
            .formatted(name, name, address.getHostAddress());
  }

  /** Allows everything in the default namespace. */
  public static String allowAll() {
    return policy("allow-all", "allow", "{}", "{}");
  }

  /**
   * A policy of the default namespace.
   *
   * @param from match labels of the source, in braces
   * @param to match labels of the destination, in braces
   */
  public static String policy(String name, String action, String from, String to) {
    return policyOf("AccessPolicy", name, action, from, to);
  }

  /** A policy of the administrator, with precedence; see {@link #policy}. */
  public static String privilegedPolicy(String name, String action, String from, String to) {
    return policyOf("PrivilegedAccessPolicy", name, action, from, to);
  }

  private static String policyOf(String kind, String name, String action, String from, String to) {
    return GROUP
        + """
        kind: %s
        metadata: {name: %s}
        spec:
          action: %s
          from: [{workloadSelector: {matchLabels: %s}}]
          to: [{workloadSelector: {matchLabels: %s}}]
        """
            .formatted(kind, name, action, from, to);
  }
}
