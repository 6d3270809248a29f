package net.clusterlink.controlplane.store;

import java.util.function.Consumer;

/**
 * A source of configuration. It validates what it reads, keeps the last good version of what turns
 * bad, and delivers only changes that may take effect.
 */
public interface Store extends AutoCloseable {

  /**
   * Reads everything, delivers it as the first change set on the calling thread, and then delivers
   * further change sets, one at a time and in order, on a thread of the store's own.
   *
   * @param listener told of each change set; must not block for long
   * @throws StoreException when the source cannot be read at all
   * @throws IllegalStateException when called a second time
   */
  void start(Consumer<ChangeSet> listener);

  /** Stops delivering, within seconds; nothing is delivered after it returns. Idempotent. */
  @Override
  void close();
}
