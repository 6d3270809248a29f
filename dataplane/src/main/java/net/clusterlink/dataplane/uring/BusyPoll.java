package net.clusterlink.dataplane.uring;

/**
 * Whether an event loop that has nothing to do looks on for a moment before it sleeps: what comes
 * within that moment is spared the way through the scheduler, which takes longer than the message
 * itself. It does while that pays: when nothing came several times in a row, it sleeps at once for
 * so many times that an event loop with rare events looks on for next to nothing.
 *
 * <p>Used on that event loop.
 */
final class BusyPoll {
  /** Looked in vain so often in a row, before it gives it a rest. */
  private static final int VAIN = 4;

  private static final int LONGEST_REST = 64;

  private final long nanos;
  private int vain;
  private int rest;

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

  /** About to sleep: whether to look on first. */
  boolean isDue() {
    if (rest > 0) {
      rest--;
      return false;
    }
    return nanos > 0;
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
