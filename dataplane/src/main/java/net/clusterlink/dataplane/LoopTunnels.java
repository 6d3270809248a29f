package net.clusterlink.dataplane;

import io.netty.channel.EventLoop;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.clusterlink.dataplane.protocol.Hello;
import org.jspecify.annotations.Nullable;
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
  private final UUID name = UUID.randomUUID();
  private final IntObjectMap<Tunnel> accepted = new IntObjectHashMap<>();
  private int lastNumber;

  LoopTunnels(EventLoop loop) {
    this.loop = loop;
  }

  void start() {
    var _ = loop.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  /** The seat of the next tunnel that is accepted. */
  Hello.Seat nextSeat() {
    do {
      lastNumber++;
    } while (accepted.containsKey(lastNumber));
    return new Hello.Seat(name, lastNumber);
  }

  void add(Tunnel tunnel) {
    tunnels.add(tunnel);
    if (!tunnel.info().dialed()) {
      tunnel.seat().ifPresent(seat -> accepted.put(seat.number(), tunnel));
    }
  }

  void remove(Tunnel tunnel) {
    tunnels.remove(tunnel);
    if (!tunnel.info().dialed()) {
      tunnel.seat().ifPresent(seat -> accepted.remove(seat.number()));
    }
  }

  /** The accepted tunnel of that number; null when it is gone. */
  @Nullable Tunnel numbered(int number) {
    return accepted.get(number);
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
