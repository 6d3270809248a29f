package net.clusterlink.dataplane;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that wait for a tunnel to one gateway, and how many dials are under way for them.
 * Used on the pool's event loop.
 */
final class WaitingLine {
  /**
   * Dials at once for one event loop. A dial costs far more than the session it is for, so that a
   * crowd of dials would keep those tunnels from coming free that there are already, and all event
   * loops together are to stay below what the far side takes in at a time.
   */
  static final int MOST_DIALS = 64;

  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private long latest;
  private int dials;

  /**
   * One that waits.
   *
   * @param number counts up in the order of arrival
   */
  record Waiting(long number, TunnelPool.Search search, Consumer<TunnelPool.Acquired> answer) {}

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  void add(TunnelPool.Search search, Consumer<TunnelPool.Acquired> answer) {
    waiting.addLast(new Waiting(++latest, search, answer));
  }

  /** Whether another dial is worth it. */
  boolean wantsDial() {
    return dials < Math.min(MOST_DIALS, waiting.size());
  }

  /** A dial begins; returns the number of the last that had come by then. */
  long dialBegins() {
    dials++;
    return latest;
  }

  void dialEnds() {
    dials--;
  }

  /** Takes out the one whose turn it is; null when nobody waits. */
  @Nullable Waiting poll() {
    return waiting.pollFirst();
  }

  /** Takes out the one whose turn it is, if it had come by that number; else null. */
  @Nullable Waiting pollUpTo(long number) {
    Waiting first = waiting.peekFirst();
    return first != null && first.number() <= number ? waiting.pollFirst() : null;
  }
}
