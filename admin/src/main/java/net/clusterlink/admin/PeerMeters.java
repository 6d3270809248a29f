package net.clusterlink.admin;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import net.clusterlink.dataplane.GatewayHealth;
import net.clusterlink.dataplane.PeerHealth;

/**
 * Shows how peers are reached, as it is at each scrape: a peer that is removed is no longer shown.
 * The first {@value #MAX_PEERS} peers by name have gauges of their own, with {@value #MAX_GATEWAYS}
 * gateways of all of them. Any thread.
 */
final class PeerMeters {
  static final int MAX_PEERS = 500;
  static final int MAX_GATEWAYS = 1_000;
  private static final double NS_PER_SECOND = 1e9;

  private final Supplier<List<PeerHealth>> peers;
  private final MultiGauge reachable;
  private final MultiGauge gateways;
  private final MultiGauge roundTrips;

  PeerMeters(MeterRegistry registry, Supplier<List<PeerHealth>> peers) {
    this.peers = peers;
    Gauge.builder(MetricNames.PEERS_UNREACHABLE, peers, PeerMeters::unreachable)
        .strongReference(true)
        .description("Peers none of whose gateways answers heartbeats")
        .register(registry);
    this.reachable =
        MultiGauge.builder(MetricNames.PEER_REACHABLE)
            .description("1 while any gateway of the peer answers heartbeats, else 0")
            .register(registry);
    this.gateways =
        MultiGauge.builder(MetricNames.PEER_GATEWAYS)
            .description("Gateways of the peer in this state")
            .register(registry);
    this.roundTrips =
        MultiGauge.builder(MetricNames.ROUND_TRIP)
            .description("How long the last answered heartbeat of the gateway took")
            .register(registry);
  }

  private static long unreachable(Supplier<List<PeerHealth>> peers) {
    return peers.get().stream().filter(peer -> !peer.reachable()).count();
  }

  /** Takes a look, before a scrape. */
  synchronized void refresh() {
    List<PeerHealth> shown = peers.get().stream().limit(MAX_PEERS).toList();
    reachable.register(
        shown.stream()
            .map(peer -> MultiGauge.Row.of(Tags.of("peer", peer.peer()), peer.reachable() ? 1 : 0))
            .toList(),
        true);
    gateways.register(shown.stream().flatMap(peer -> states(peer).stream()).toList(), true);
    roundTrips.register(
        shown.stream().flatMap(peer -> roundTrips(peer).stream()).limit(MAX_GATEWAYS).toList(),
        true);
  }

  private static List<MultiGauge.Row<?>> states(PeerHealth peer) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    for (GatewayHealth.State state : GatewayHealth.State.values()) {
      long count = peer.gateways().stream().filter(each -> each.state() == state).count();
      rows.add(MultiGauge.Row.of(Tags.of("peer", peer.peer(), "state", state.toString()), count));
    }
    return rows;
  }

  private static List<MultiGauge.Row<?>> roundTrips(PeerHealth peer) {
    List<MultiGauge.Row<?>> rows = new ArrayList<>();
    for (GatewayHealth gateway : peer.gateways()) {
      gateway
          .roundTrip()
          .ifPresent(time ->
              rows.add(
                  MultiGauge.Row.of(
                      Tags.of("peer", peer.peer(), "gateway", gateway.gateway().toString()),
                      seconds(time))));
    }
    return rows;
  }

  private static double seconds(Duration time) {
    return time.toNanos() / NS_PER_SECOND;
  }
}
