package net.clusterlink.admin;

import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * How many lines a second may be written about what strangers can cause; those beyond are counted
 * and told with the next one that is written. Any thread; the lock is held for a few instructions.
 */
final class LineBudget {
  private static final long SECOND_NS = 1_000_000_000L;

  private final int linesPerSecond;
  private final LongSupplier nanoClock;
  private final Object lock = new Object();
  private long secondBeganNs;
  private int written;
  private long suppressed;

  /**
   * Nothing is written yet.
   *
   * @param nanoClock as {@link System#nanoTime}
   */
  LineBudget(int linesPerSecond, LongSupplier nanoClock) {
    this.linesPerSecond = linesPerSecond;
    this.nanoClock = nanoClock;
    this.secondBeganNs = nanoClock.getAsLong();
  }

  /**
   * Asks for one line.
   *
   * @return the number of lines suppressed since the last one, when this one may be written
   */
  OptionalLong take() {
    long nowNs = nanoClock.getAsLong();
    synchronized (lock) {
      if (nowNs - secondBeganNs >= SECOND_NS) {
        secondBeganNs = nowNs;
        written = 0;
      }
      if (written == linesPerSecond) {
        suppressed++;
        return OptionalLong.empty();
      }
      written++;
      long before = suppressed;
      suppressed = 0;
      return OptionalLong.of(before);
    }
  }
}
