package net.clusterlink.api;

import java.util.Comparator;

/**
 * The name of a resource within its kind: a namespace and a name, or a name alone for a
 * cluster-scoped kind, whose namespace is the empty string.
 *
 * @param namespace a DNS label, or empty
 * @param name a DNS subdomain
 */
public record ResourceName(String namespace, String name) implements Comparable<ResourceName> {
  /** Where a namespaced resource is that names no namespace. */
  public static final String DEFAULT_NAMESPACE = "default";

  /** Where peers are, and the parts of ClusterLink itself. */
  public static final String SYSTEM_NAMESPACE = "clusterlink-system";

  private static final Comparator<ResourceName> ORDER =
      Comparator.comparing(ResourceName::namespace).thenComparing(ResourceName::name);

  /** The name of a cluster-scoped resource. */
  public static ResourceName clusterScoped(String name) {
    return new ResourceName("", name);
  }

  @Override
  public int compareTo(ResourceName other) {
    return ORDER.compare(this, other);
  }

  /** {@code namespace/name}, or {@code name} for a cluster-scoped resource. */
  @Override
  public String toString() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }
}
