package net.clusterlink.dataplane;

import io.netty.channel.EventLoop;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import net.clusterlink.api.HostPort;
import net.clusterlink.api.Peer;
import net.clusterlink.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Asks every gateway of every peer, all in parallel, whether it is there; keeps {@link
 * Reachability} and tells of what changes. Its state belongs to one event loop.
 */
final class Heartbeats {

  /**
   * What all of them share.
   *
   * @param dialers makes what dials a peer, with the credentials in force
   * @param changed told the name of a peer whose gateways' states changed
   * @param withLabels adds the labels to what is told of a peer
   */
  record Means(
      HeartbeatTiming timing,
      InstantSource clock,
      Function<String, TunnelDialer> dialers,
      PeerLabels labels,
      Consumer<String> changed,
      UnaryOperator<PeerHealth> withLabels,
      Reachability reachability,
      DataplaneEvents events) {}

  private final EventLoop loop;
  private final LoopTunnels tunnels;
  private final Means means;
  private final Map<String, OfPeer> peers = new HashMap<>();
  private boolean stopped;

  /**
   * None yet.
   *
   * @param tunnels those of the event loop
   */
  Heartbeats(EventLoop loop, LoopTunnels tunnels, Means means) {
    this.loop = loop;
    this.tunnels = tunnels;
    this.means = means;
  }

  /** Starts and stops those of these peers as a snapshot has them. */
  void update(Snapshot snapshot, Iterable<String> changed) {
    if (stopped) {
      return;
    }
    for (String name : changed) {
      Optional<Peer> peer = snapshot.peer(name);
      if (peer.isPresent()) {
        peers.computeIfAbsent(name, OfPeer::new).ask(peer.get().gateways());
      } else {
        OfPeer gone = peers.remove(name);
        if (gone != null) {
          gone.stop();
          means.reachability().remove(name);
        }
      }
    }
  }

  /** Other credentials are in force: dials with these from now on. */
  void renew() {
    peers.values().forEach(OfPeer::renew);
  }

  /** Sends none from now on; what was known last stays known. */
  void stop() {
    stopped = true;
    peers.values().forEach(OfPeer::stop);
    peers.clear();
  }

  /** Those of one peer. */
  private final class OfPeer implements GatewayHeartbeat.Owner {
    private final String name;
    private Map<HostPort, GatewayHeartbeat> gateways = new LinkedHashMap<>();
    private @Nullable TunnelDialer dialer;
    private @Nullable PeerHealth told;

    OfPeer(String name) {
      this.name = name;
    }

    void ask(List<HostPort> wanted) {
      var asked = new LinkedHashMap<HostPort, GatewayHeartbeat>();
      for (HostPort gateway : wanted) {
        GatewayHeartbeat present = gateways.remove(gateway);
        if (present != null) {
          asked.putIfAbsent(gateway, present);
        } else {
          asked.computeIfAbsent(gateway, this::begin);
        }
      }
      gateways.values().forEach(GatewayHeartbeat::stop);
      gateways = asked;
      told();
    }

    private GatewayHeartbeat begin(HostPort gateway) {
      var heartbeat =
          new GatewayHeartbeat(
              loop,
              gateway,
              means.timing(),
              new GatewayPulse(gateway, means.timing(), means.clock()),
              this::dialer,
              this);
      heartbeat.start();
      return heartbeat;
    }

    private TunnelDialer dialer() {
      TunnelDialer present = dialer;
      if (present == null) {
        present = means.dialers().apply(name);
        dialer = present;
      }
      return present;
    }

    void renew() {
      dialer = null;
    }

    void stop() {
      gateways.values().forEach(GatewayHeartbeat::stop);
    }

    @Override
    public void established(Tunnel tunnel) {
      means.labels().report(name, tunnel.farLabels());
      tunnels.add(tunnel);
      means.events().tunnelEstablished(tunnel.info());
    }

    @Override
    public void violated(Tunnel tunnel, String detail) {
      means.events().protocolViolated(tunnel.info(), detail);
    }

    @Override
    public void closed(Tunnel tunnel, String why) {
      tunnels.remove(tunnel);
      means.events().tunnelClosed(tunnel.info(), why);
    }

    @Override
    public void told() {
      PeerHealth before = told;
      PeerHealth now = health(before);
      told = now;
      means.reachability().put(now);
      if (before != null && !now.isAs(before)) {
        means.changed().accept(name);
        means.events().peerHealthChanged(means.withLabels().apply(now));
      }
    }

    private PeerHealth health(@Nullable PeerHealth before) {
      List<GatewayHealth> each =
          gateways.values().stream().map(heartbeat -> heartbeat.pulse().health()).toList();
      Optional<Instant> heard =
          gateways.values().stream()
              .flatMap(heartbeat -> heartbeat.pulse().lastHeard().stream())
              .max(Comparator.naturalOrder());
      boolean reachable =
          each.stream().anyMatch(gateway -> gateway.state() != GatewayHealth.State.UNREACHABLE);
      Instant since =
          before != null && before.reachable() == reachable
              ? before.since()
              : means.clock().instant();
      return new PeerHealth(name, reachable, since, heard, each, Map.of());
    }
  }
}
