package net.clusterlink.dataplane.uring;

/**
 * Whether an event loop that has nothing to do looks on for a moment before it sleeps: what comes
 * within that moment is spared the way through the scheduler, which takes longer than the message
 * itself. It does while that pays: when nothing came several times in a row, it sleeps at once for
 * so many times that an event loop with rare events looks on for next to nothing. Nor does it where
 * other work wants the processors: who lets others go first, and is not asleep, is last to get one.
 *
 * <p>Used on that event loop.
 */
final class BusyPoll {
  /** Looked in vain so often in a row, before it gives it a rest. */
  private static final int VAIN = 4;

  private static final int LONGEST_REST = 64;

  /** To let others go first takes no longer than their messages do, unless there is other work. */
  private static final long LONG_NS = 200_000;

  private static final long WINDOW_NS = 100_000_000;
  private static final long BUSY_MACHINE_NS = 10_000_000_000L;

  private final long nanos;
  private int vain;
  private int rest;
  private long windowNs;
  private long lostNs;
  private boolean machineIsBusy;

  /**
   * One that has not looked yet.
   *
   * @param nanos how long it looks on; 0 for never
   */
  BusyPoll(long nanos) {
    this.nanos = nanos;
  }

  /** How long to look on, in nanoseconds. */
  long nanos() {
    return nanos;
  }

  /**
   * About to sleep: whether to look on first.
   *
   * @param nowNs the time, as {@link System#nanoTime}
   */
  boolean isDue(long nowNs) {
    if (machineIsBusy && nowNs - windowNs < BUSY_MACHINE_NS) {
      return false;
    }
    if (rest > 0) {
      rest--;
      return false;
    }
    return nanos > 0;
  }

  /** Others went first between these times. */
  void yielded(long fromNs, long toNs) {
    if (machineIsBusy || toNs - windowNs > 2 * WINDOW_NS) {
      machineIsBusy = false;
      windowNs = fromNs;
      lostNs = 0;
    }
    if (toNs - fromNs > LONG_NS) {
      lostNs += toNs - fromNs;
    }
    if (toNs - windowNs > WINDOW_NS) {
      machineIsBusy = lostNs > (toNs - windowNs) / 4;
      windowNs = toNs;
      lostNs = 0;
    }
  }

  /** Something came while it looked. */
  void paid() {
    vain = 0;
  }

  /** Nothing came. */
  void wasInVain() {
    vain++;
    if (vain >= VAIN) {
      rest = Math.min(LONGEST_REST, 1 << Math.min(vain - VAIN + 1, 16));
    }
  }
}
