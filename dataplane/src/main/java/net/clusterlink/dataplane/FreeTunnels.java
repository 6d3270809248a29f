package net.clusterlink.dataplane;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import net.clusterlink.api.HostPort;
import org.jspecify.annotations.Nullable;

/**
 * The free tunnels of a pool, by gateway; so many at most in all. Used on the pool's event loop.
 */
final class FreeTunnels {
  private final int limit;
  private final Map<HostPort, Deque<Tunnel>> byGateway = new HashMap<>();
  private int size;

  FreeTunnels(int limit) {
    this.limit = limit;
  }

  boolean isFull() {
    return size >= limit;
  }

  /** How many there are to this gateway. */
  int count(HostPort gateway) {
    Deque<Tunnel> tunnels = byGateway.get(gateway);
    return tunnels == null ? 0 : tunnels.size();
  }

  void add(HostPort gateway, Tunnel tunnel) {
    byGateway.computeIfAbsent(gateway, _ -> new ArrayDeque<>()).addLast(tunnel);
    size++;
  }

  /** Takes out the one to this gateway that was used last; null when there is none. */
  @Nullable Tunnel poll(HostPort gateway) {
    Deque<Tunnel> tunnels = byGateway.get(gateway);
    Tunnel last = tunnels == null ? null : tunnels.pollLast();
    if (last != null) {
      size--;
    }
    return last;
  }

  /** Forgets one that is gone, if it is here. */
  void remove(HostPort gateway, Tunnel tunnel) {
    Deque<Tunnel> tunnels = byGateway.get(gateway);
    if (tunnels != null && tunnels.remove(tunnel)) {
      size--;
    }
  }

  void clear() {
    byGateway.clear();
    size = 0;
  }
}
