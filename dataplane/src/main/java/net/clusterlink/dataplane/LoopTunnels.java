package net.clusterlink.dataplane;

import io.netty.channel.EventLoop;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All established tunnels of one event loop: ticks them about once a second. Used on that event
 * loop only.
 */
final class LoopTunnels {
  private static final Logger LOG = LoggerFactory.getLogger(LoopTunnels.class);

  private final EventLoop loop;
  private final Set<Tunnel> tunnels = new LinkedHashSet<>();

  LoopTunnels(EventLoop loop) {
    this.loop = loop;
  }

  void start() {
    var _ = loop.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  void add(Tunnel tunnel) {
    tunnels.add(tunnel);
  }

  void remove(Tunnel tunnel) {
    tunnels.remove(tunnel);
  }

  /** Does something to each; the action may end them. */
  void forEach(Consumer<Tunnel> action) {
    List<Tunnel> present = new ArrayList<>(tunnels);
    present.forEach(action);
  }

  /** What they are now. */
  List<TunnelStatus> statuses(Instant now) {
    return tunnels.stream().flatMap(tunnel -> tunnel.status(now).stream()).toList();
  }

  private void tick() {
    forEach(this::tick);
  }

  /** A fault with one tunnel must not keep the others, and the next second, from their turn. */
  private void tick(Tunnel tunnel) {
    try {
      tunnel.tick();
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("peer", tunnel.peer())
          .addKeyValue("remote", tunnel.remote())
          .setCause(e)
          .log("a tunnel could not be kept alive");
    }
  }
}
