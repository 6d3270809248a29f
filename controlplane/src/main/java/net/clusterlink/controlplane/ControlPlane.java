package net.clusterlink.controlplane;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import net.clusterlink.controlplane.store.ChangeSet;
import net.clusterlink.controlplane.store.ConfigProblems;
import net.clusterlink.controlplane.store.Store;
import net.clusterlink.controlplane.store.StoreException;
import net.clusterlink.snapshot.SnapshotUpdate;

/**
 * Takes the changes of a store, builds a snapshot from each set of them and hands it to the data
 * plane. Snapshots are delivered one at a time and in order: the first on the thread that calls
 * {@link #start}, all others on the store's.
 */
public final class ControlPlane implements AutoCloseable {
  private final Store store;
  private final Consumer<SnapshotUpdate> dataPlane;
  private final InstantSource clock;
  private final SnapshotBuilder builder = new SnapshotBuilder();
  private final ChangeLog log = new ChangeLog();
  private volatile ControlPlaneStatus status =
      new ControlPlaneStatus(0, Instant.EPOCH, ConfigProblems.none(), List.of());

  /**
   * A control plane that does nothing until started.
   *
   * @param store where the configuration comes from; closed by {@link #close}
   * @param dataPlane takes each snapshot; must not block for long
   * @param clock tells when a change was delivered
   */
  public ControlPlane(Store store, Consumer<SnapshotUpdate> dataPlane, InstantSource clock) {
    this.store = store;
    this.dataPlane = dataPlane;
    this.clock = clock;
  }

  /**
   * Reads the configuration and returns once the first snapshot is delivered, even if it is empty
   * or has problems.
   *
   * @throws StoreException when the configuration cannot be read at all
   */
  public void start() {
    store.start(this::take);
  }

  private void take(ChangeSet set) {
    long begun = System.nanoTime();
    log.problems(set);
    if (set.changes().isEmpty() && status.generation() > 0) {
      status =
          new ControlPlaneStatus(
              status.generation(),
              status.lastChange(),
              set.problems(),
              status.unreadablePolicies());
      return;
    }
    SnapshotUpdate update = builder.apply(set.changes());
    status =
        new ControlPlaneStatus(
            update.snapshot().generation(), clock.instant(), set.problems(), builder.unreadable());
    dataPlane.accept(update);
    log.taken(update, set, set.took().plus(Duration.ofNanos(System.nanoTime() - begun)));
  }

  /** How the configuration stands. Any thread. */
  public ControlPlaneStatus status() {
    return status;
  }

  /** Stops following the store; the snapshot last delivered stays in force. */
  @Override
  public void close() {
    store.close();
  }
}
