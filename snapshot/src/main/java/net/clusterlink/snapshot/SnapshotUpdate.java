package net.clusterlink.snapshot;

import java.util.Set;
import net.clusterlink.api.AddressBlock;
import net.clusterlink.api.ResourceName;

/**
 * A new snapshot with what differs from the one before it, so that acting on it costs in proportion
 * to the change.
 *
 * @param snapshot the new one, whole
 * @param imports those added, changed or removed
 * @param exports those added, changed or removed
 * @param peers the names of those added, changed or removed
 * @param workloads the addresses of those added, changed or removed, before and after
 * @param policies where other decisions may be made
 */
public record SnapshotUpdate(
    Snapshot snapshot,
    Set<ResourceName> imports,
    Set<ResourceName> exports,
    Set<String> peers,
    Set<AddressBlock> workloads,
    PolicyChange policies) {
  public SnapshotUpdate {
    imports = Set.copyOf(imports);
    exports = Set.copyOf(exports);
    peers = Set.copyOf(peers);
    workloads = Set.copyOf(workloads);
  }

  /**
   * Where other decisions may be made than before.
   *
   * @param everywhere a privileged policy changed, or what applies to all namespaces
   * @param namespaces those whose regular policies changed
   */
  public record PolicyChange(boolean everywhere, Set<String> namespaces) {
    /** No policy changed. */
    public static final PolicyChange NONE = new PolicyChange(false, Set.of());

    public PolicyChange {
      namespaces = Set.copyOf(namespaces);
    }
  }
}
