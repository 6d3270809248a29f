package net.clusterlink.dataplane;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many tunnels to one gateway sessions had at once lately, beside how many there are: what was
 * lost with a broken session can be replaced before the next session has to wait for a handshake.
 * Used on the pool's event loop.
 */
final class TunnelDemand {
  /** What was needed is remembered for this long at least, and at most twice as long. */
  static final Duration MEMORY = Duration.ofSeconds(30);

  private final LongSupplier nanoTime;
  private int open;
  private int peak;
  private int peakBefore;
  private long sinceNs;

  /**
   * Begins with no tunnel.
   *
   * @param nanoTime a clock as {@link System#nanoTime}
   */
  TunnelDemand(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.sinceNs = nanoTime.getAsLong();
  }

  /** There is another tunnel. */
  void opened() {
    open++;
  }

  /** A tunnel is gone. */
  void closed() {
    open--;
  }

  /** All that are open are in use, but so many that are free: needed now. */
  void used(int free) {
    turn();
    peak = Math.max(peak, open - free);
  }

  /** How many tunnels fewer there are than sessions had at once lately. */
  int missing() {
    turn();
    return Math.max(0, Math.max(peak, peakBefore) - open);
  }

  private void turn() {
    long now = nanoTime.getAsLong();
    long ageNs = now - sinceNs;
    if (ageNs > MEMORY.toNanos()) {
      boolean longAgo = ageNs > 2 * MEMORY.toNanos();
      peakBefore = longAgo ? 0 : peak;
      peak = 0;
      sinceNs = longAgo ? now : sinceNs + MEMORY.toNanos();
    }
  }
}
