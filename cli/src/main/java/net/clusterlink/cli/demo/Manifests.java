package net.clusterlink.cli.demo;

/** What the peers of the demonstration are told. */
final class Manifests {
  private Manifests() {}

  /** East or west offers its service. */
  static String export(int port) {
    return """
    apiVersion: clusterlink.net/v1alpha1
    kind: Export
    metadata:
      name: stock
    spec:
      host: 127.0.0.1
      port: %d
    """
        .formatted(port);
  }

  /** Edge knows where a peer is. */
  static String peer(String name, LoopbackAddress gateway) {
    return """
    apiVersion: clusterlink.net/v1alpha1
    kind: Peer
    metadata:
      name: %s
    spec:
      gateways:
        - host: %s
          port: %d
    """
        .formatted(name, gateway.host().getHostAddress(), gateway.port());
  }

  /** Edge wants the service of both on a port here, and knows who its shop is. */
  static String imports(int port) {
    return """
    apiVersion: clusterlink.net/v1alpha1
    kind: Import
    metadata:
      name: stock
    spec:
      port: %d
      lbScheme: round-robin
      sources:
        - peer: east
          exportName: stock
          exportNamespace: default
        - peer: west
          exportName: stock
          exportNamespace: default
    ---
    apiVersion: clusterlink.net/v1alpha1
    kind: Workload
    metadata:
      name: shop
      labels:
        app: shop
    spec:
      addresses: [127.0.0.1]
    """
        .formatted(port);
  }

  /** Edge lets its shop out, to this service alone. */
  static String shopMayAsk() {
    return """
    apiVersion: clusterlink.net/v1alpha1
    kind: AccessPolicy
    metadata:
      name: shop-may-ask-stock
    spec:
      action: allow
      from:
        - workloadSelector:
            matchLabels:
              client.clusterlink.net/labels.app: shop
      to:
        - workloadSelector:
            matchLabels:
              export.clusterlink.net/name: stock
    """;
  }

  /** East or west lets the shop of edge in. */
  static String shopOfEdgeMayCome() {
    return """
    apiVersion: clusterlink.net/v1alpha1
    kind: AccessPolicy
    metadata:
      name: the-shop-of-edge
    spec:
      action: allow
      from:
        - workloadSelector:
            matchLabels:
              peer.clusterlink.net/name: edge
              client.clusterlink.net/labels.app: shop
      to:
        - workloadSelector:
            matchLabels:
              export.clusterlink.net/name: stock
    """;
  }

  /** The administrator of edge closes the service to everybody. */
  static String closedForStocktaking() {
    return """
    apiVersion: clusterlink.net/v1alpha1
    kind: PrivilegedAccessPolicy
    metadata:
      name: closed-for-stocktaking
    spec:
      action: deny
      from:
        - workloadSelector: {}
      to:
        - workloadSelector:
            matchLabels:
              export.clusterlink.net/name: stock
    """;
  }

  /** The policy of west again, with a slip of the pen. */
  static String broken() {
    return shopOfEdgeMayCome().replace("action: allow", "action: alow");
  }
}
