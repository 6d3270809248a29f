package net.clusterlink.dataplane;

import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.Map;
import net.clusterlink.dataplane.protocol.GoodbyeCode;

/** The pools of one event loop, by peer. Used on that event loop only. */
final class TunnelPools {
  private final EventLoop loop;
  private final LoopTunnels tunnels;
  private final TunnelPool.Means means;
  private final Map<String, TunnelPool> pools = new HashMap<>();
  private boolean closing;

  TunnelPools(EventLoop loop, LoopTunnels tunnels, TunnelPool.Means means) {
    this.loop = loop;
    this.tunnels = tunnels;
    this.means = means;
  }

  /** The pool of a peer, made when first asked for. */
  TunnelPool of(String peer) {
    return pools.computeIfAbsent(
        peer,
        name -> {
          var pool = new TunnelPool(loop, tunnels, means, name);
          if (closing) {
            pool.close();
          }
          return pool;
        });
  }

  /** A gateway of the peer is better reached than before, or worse. */
  void moveOn(String peer) {
    TunnelPool pool = pools.get(peer);
    if (pool != null) {
      pool.moveOn();
    }
  }

  /** The Peer object changed or is gone: its tunnels are used no more. */
  void retire(String peer) {
    TunnelPool pool = pools.remove(peer);
    if (pool != null) {
      pool.close();
    }
    tunnels.forEach(tunnel -> {
      if (tunnel.info().dialed() && tunnel.peer().equals(peer)) {
        tunnel.retire(GoodbyeCode.IDLE);
      }
    });
  }

  /** This gateway shows another certificate, or trusts others: what dials with them is new. */
  void renew() {
    pools.values().forEach(TunnelPool::close);
    pools.clear();
  }

  /** The gateway is going away: every tunnel of this loop is used no more. */
  void drain() {
    closing = true;
    pools.values().forEach(TunnelPool::close);
    tunnels.forEach(tunnel -> tunnel.retire(GoodbyeCode.DRAINING));
  }
}
