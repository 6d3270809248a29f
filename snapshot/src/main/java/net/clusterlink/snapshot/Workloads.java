package net.clusterlink.snapshot;

import java.net.InetAddress;
import java.util.Map;
import net.clusterlink.api.Workload;

/** Who a local client is, by the address it connects from. Immutable, changed by making another. */
public final class Workloads {
  private static final Workloads EMPTY = new Workloads();

  private Workloads() {}

  public static Workloads empty() {
    return EMPTY;
  }

  /** These with one added or replaced. */
  public Workloads with(Workload workload) {
    return this;
  }

  /** These without one. */
  public Workloads without(Workload workload) {
    return this;
  }

  /**
   * The attributes of the client at an address, all under {@code client.clusterlink.net/}: those of
   * the workload with the most specific block that holds it. Empty when no workload does, or when
   * two are equally specific: then the client is unknown.
   */
  public Map<String, String> attributesOf(InetAddress address) {
    return Map.of();
  }
}
