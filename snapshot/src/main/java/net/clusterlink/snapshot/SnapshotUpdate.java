package net.clusterlink.snapshot;

import java.util.Set;
import net.clusterlink.api.ResourceName;

/**
 * A new snapshot with what differs from the one before it, so that acting on it costs in proportion
 * to the change.
 *
 * @param snapshot the new one, whole
 * @param imports those added, changed or removed
 * @param peers the names of those added, changed or removed
 */
public record SnapshotUpdate(Snapshot snapshot, Set<ResourceName> imports, Set<String> peers) {
  public SnapshotUpdate {
    imports = Set.copyOf(imports);
    peers = Set.copyOf(peers);
  }
}
