package net.clusterlink.cli.demo;

/** What the two peers of the demonstration are told. */
final class Manifests {
  private Manifests() {}

  /** West offers its service. */
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

  /** East knows where west is, wants its service on a port here, and knows who its shop is. */
  static String imports(int gatewayPort, int importPort) {
    return """
    apiVersion: clusterlink.net/v1alpha1
    kind: Peer
    metadata:
      name: west
    spec:
      gateways:
        - host: 127.0.0.1
          port: %d
    ---
    apiVersion: clusterlink.net/v1alpha1
    kind: Import
    metadata:
      name: stock
    spec:
      port: %d
      sources:
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
        .formatted(gatewayPort, importPort);
  }

  /** East lets its shop out, to this service alone. */
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
              peer.clusterlink.net/name: west
    """;
  }

  /** West lets the shop of east in. */
  static String shopOfEastMayCome() {
    return """
    apiVersion: clusterlink.net/v1alpha1
    kind: AccessPolicy
    metadata:
      name: the-shop-of-east
    spec:
      action: allow
      from:
        - workloadSelector:
            matchLabels:
              peer.clusterlink.net/name: east
              client.clusterlink.net/labels.app: shop
      to:
        - workloadSelector:
            matchLabels:
              export.clusterlink.net/name: stock
    """;
  }

  /** The administrator of west closes the service to everybody. */
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
    return shopOfEastMayCome().replace("action: allow", "action: alow");
  }
}
