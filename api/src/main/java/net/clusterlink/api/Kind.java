package net.clusterlink.api;

/** The kinds of resource of group {@code clusterlink.net}, version {@code v1alpha1}. */
public enum Kind {
  PEER("Peer", Scope.NAMESPACED),
  EXPORT("Export", Scope.NAMESPACED),
  IMPORT("Import", Scope.NAMESPACED),
  ACCESS_POLICY("AccessPolicy", Scope.NAMESPACED),
  PRIVILEGED_ACCESS_POLICY("PrivilegedAccessPolicy", Scope.CLUSTER),
  INSTANCE("Instance", Scope.NAMESPACED),
  WORKLOAD("Workload", Scope.NAMESPACED);

  /** Whether the names of a kind stand in a namespace. */
  public enum Scope {
    NAMESPACED,
    CLUSTER
  }

  private final String title;
  private final Scope scope;

  Kind(String title, Scope scope) {
    this.title = title;
    this.scope = scope;
  }

  /** As written in a manifest's {@code kind}. */
  public String title() {
    return title;
  }

  public Scope scope() {
    return scope;
  }

  @Override
  public String toString() {
    return title;
  }
}
