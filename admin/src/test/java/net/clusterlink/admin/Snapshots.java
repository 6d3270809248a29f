package net.clusterlink.admin;

import java.util.Set;
import net.clusterlink.snapshot.Snapshot;
import net.clusterlink.snapshot.SnapshotUpdate;

/** Snapshots as they are handed over. */
final class Snapshots {
  private Snapshots() {}

  /** One of which nothing is known to differ. */
  static SnapshotUpdate update(Snapshot snapshot) {
    return new SnapshotUpdate(
        snapshot, Set.of(), Set.of(), Set.of(), Set.of(), SnapshotUpdate.PolicyChange.NONE);
  }
}
