package net.clusterlink.api;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of resource of group {@code clusterlink.net}, version {@code v1alpha1}. */
public enum Kind {
  PEER("Peer", Scope.NAMESPACED),
  EXPORT("Export", Scope.NAMESPACED),
  IMPORT("Import", Scope.NAMESPACED),
  ACCESS_POLICY("AccessPolicy", Scope.NAMESPACED),
  PRIVILEGED_ACCESS_POLICY("PrivilegedAccessPolicy", Scope.CLUSTER),
  INSTANCE("Instance", Scope.NAMESPACED),
  WORKLOAD("Workload", Scope.NAMESPACED);

  /** The API group of every kind. */
  public static final String GROUP = "clusterlink.net";

  /** As written in a manifest's {@code apiVersion}. */
  public static final String API_VERSION = GROUP + "/v1alpha1";

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

  /** The kind of this title, as written in a manifest's {@code kind}. */
  public static Optional<Kind> titled(String title) {
    return Arrays.stream(values()).filter(kind -> kind.title.equals(title)).findFirst();
  }

  /** As written in a manifest's {@code kind}. */
  public String title() {
    return title;
  }

  /** Whether its names stand in a namespace. */
  public Scope scope() {
    return scope;
  }

  @Override
  public String toString() {
    return title;
  }
}
