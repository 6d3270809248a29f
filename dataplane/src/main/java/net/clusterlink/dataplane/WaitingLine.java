package net.clusterlink.dataplane;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
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

  /** In the order of arrival; each search waits in one line at a time. */
  private final LinkedHashMap<TunnelPool.Search, Waiting> waiting = new LinkedHashMap<>();

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
    waiting.put(search, new Waiting(++latest, search, answer));
  }

  /** How many dials are under way. */
  int dials() {
    return dials;
  }

  /** Whether another dial may begin. */
  boolean mayDial() {
    return dials < MOST_DIALS;
  }

  /** Whether another dial is worth it. */
  boolean wantsDial() {
    return mayDial() && dials < waiting.size();
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
    Map.Entry<TunnelPool.Search, Waiting> first = waiting.pollFirstEntry();
    return first == null ? null : first.getValue();
  }

  /** Takes out the one whose turn it is, if it had come by that number; else null. */
  @Nullable Waiting pollUpTo(long number) {
    Map.Entry<TunnelPool.Search, Waiting> first = waiting.firstEntry();
    return first != null && first.getValue().number() <= number ? poll() : null;
  }

  /** Takes out one that waits no longer, if it is here. */
  void remove(TunnelPool.Search search) {
    waiting.remove(search);
  }

  /** Takes out all of these, in the order of their arrival. */
  List<Waiting> removeIf(Predicate<TunnelPool.Search> leaves) {
    List<Waiting> leaving =
        waiting.values().stream().filter(each -> leaves.test(each.search())).toList();
    leaving.forEach(each -> waiting.remove(each.search()));
    return leaving;
  }
}
