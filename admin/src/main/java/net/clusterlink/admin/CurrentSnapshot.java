package net.clusterlink.admin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import net.clusterlink.api.ResourceName;
import net.clusterlink.snapshot.Snapshot;
import net.clusterlink.snapshot.SnapshotUpdate;

/** The snapshot in force, and since when; what metrics and readiness look at. Any thread. */
public final class CurrentSnapshot implements Consumer<SnapshotUpdate> {
  private final InstantSource clock;
  private volatile Taken taken;

  private record Taken(Snapshot snapshot, Instant at, boolean configured) {}

  /**
   * Before any configuration.
   *
   * @param clock tells the age of a snapshot
   */
  public CurrentSnapshot(InstantSource clock) {
    this.clock = clock;
    this.taken = new Taken(Snapshot.empty(), clock.instant(), false);
  }

  /** Takes note of a snapshot, after the data plane has put it in force. */
  @Override
  public void accept(SnapshotUpdate update) {
    taken = new Taken(update.snapshot(), clock.instant(), true);
  }

  /** The snapshot in force; the empty one before the first. */
  public Snapshot snapshot() {
    return taken.snapshot();
  }

  /** Whether a snapshot was taken at all, be it one of an empty configuration. */
  boolean isConfigured() {
    return taken.configured();
  }

  /** How long the snapshot has been in force; before the first one, since the start. */
  Duration age() {
    return Duration.between(taken.at(), clock.instant());
  }

  boolean exports(ResourceName export) {
    return taken.snapshot().export(export).isPresent();
  }
}
