package net.clusterlink.dataplane;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import net.clusterlink.fabric.PeerCredentials;
import net.clusterlink.snapshot.SnapshotUpdate;

/**
 * A gateway's data plane: it takes peers' tunnels on one port, listens for the clients of every
 * import, and carries their sessions. Start once, close once; snapshots may come from any thread.
 */
public final class Dataplane implements Consumer<SnapshotUpdate>, AutoCloseable {

  /** Prepares a data plane; nothing is opened yet. */
  public Dataplane(DataplaneConfig config, PeerCredentials credentials, DataplaneEvents events) {}

  /**
   * Opens the gateway's port.
   *
   * @throws DataplaneException when the port cannot be had
   */
  public void start() {}

  /** Puts a snapshot in force: for sessions that begin from now on, and for import listeners. */
  @Override
  public void accept(SnapshotUpdate update) {}

  /** Where peers reach this gateway. */
  public InetSocketAddress listenAddress() {
    return new InetSocketAddress(0);
  }

  /** The I/O in use: {@code io_uring}, {@code epoll} or {@code nio}. */
  public String transport() {
    return "";
  }

  /** Imports that cannot listen now. */
  public int failedImports() {
    return 0;
  }

  /**
   * Goes away in good order: takes no new session, says goodbye to peers, and lets live sessions
   * end for at most the given time; what is left then is aborted.
   *
   * @return the number of sessions that were aborted
   */
  public int drain(Duration time) {
    return 0;
  }

  /** Ends everything that is left and frees all resources. Idempotent. */
  @Override
  public void close() {}
}
