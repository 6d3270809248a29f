package net.clusterlink.controlplane;

/** Manifests as a person writes them. */
public final class Manifests {
  private Manifests() {}

  public static String peer(String name) {
    return """
    apiVersion: clusterlink.net/v1alpha1
    kind: Peer
    metadata:
      name: %s
    spec:
      gateways:
        - host: 127.0.0.2
          port: 4443
    """
        .formatted(name);
  }

  /** An import of the export of the same name from peer west. */
  public static String imported(String name, int port) {
    return imported(name, port, "west");
  }

  public static String imported(String name, int port, String peer) {
    return """
    apiVersion: clusterlink.net/v1alpha1
    kind: Import
    metadata:
      name: %s
    spec:
      port: %d
      sources:
        - peer: %s
          exportName: %s
          exportNamespace: default
    """
        .formatted(name, port, peer, name);
  }

  public static String export(String name, String host) {
    return """
    apiVersion: clusterlink.net/v1alpha1
    kind: Export
    metadata:
      name: %s
    spec:
      host: "%s"
      port: 8080
    """
        .formatted(name, host);
  }

  /** A regular policy that matches everything. */
  public static String policy(String namespace, String name, String action) {
    return """
    apiVersion: clusterlink.net/v1alpha1
    kind: AccessPolicy
    metadata:
      name: %s
      namespace: %s
    spec:
      action: %s
      from:
        - workloadSelector: {}
      to:
        - workloadSelector: {}
    """
        .formatted(name, namespace, action);
  }

  /** A privileged policy that matches everything. */
  public static String privileged(String name, String action) {
    return """
    apiVersion: clusterlink.net/v1alpha1
    kind: PrivilegedAccessPolicy
    metadata:
      name: %s
    spec:
      action: %s
      from:
        - workloadSelector: {}
      to:
        - workloadSelector: {}
    """
        .formatted(name, action);
  }

  public static String workload(String name, String address) {
    return """
    apiVersion: clusterlink.net/v1alpha1
    kind: Workload
    metadata:
      name: %s
      labels:
        app: %s
    spec:
      addresses:
        - "%s"
    """
        .formatted(name, name, address);
  }

  /** Several documents in one file. */
  public static String together(String... documents) {
    return String.join("---\n", documents);
  }
}
