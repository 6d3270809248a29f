package net.clusterlink.admin.read;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.clusterlink.admin.view.GatewayView;
import net.clusterlink.admin.view.PeerView;
import net.clusterlink.api.HostPort;
import net.clusterlink.api.Peer;
import net.clusterlink.dataplane.GatewayHealth;
import net.clusterlink.dataplane.PeerHealth;
import net.clusterlink.dataplane.SessionInfo;

/** The peers, by their names. */
final class PeerList {
  private static final double NANOS_IN_MILLI = 1e6;

  private final GatewayState state;
  private final Reachability reachability;
  private final Tally<String> sessions;
  private final Tally<String> tunnels;

  private PeerList(GatewayState state) {
    this.state = state;
    reachability = new Reachability(state.peers());
    sessions = Tally.of(state.sessions().stream(), SessionInfo::peer);
    tunnels = Tally.of(state.tunnels().stream(), status -> Optional.of(status.tunnel().peer()));
  }

  static Endpoint endpoint(GatewayState state) {
    return ListEndpoint.of(() -> new PeerList(state).views())
        .byName((peer, path) -> path.equals(List.of(peer.name())));
  }

  private Stream<PeerView> views() {
    return state
        .snapshot()
        .peers()
        .values()
        .toJavaStream()
        .map(this::view)
        .sorted(Comparator.comparing(PeerView::name));
  }

  private PeerView view(Peer peer) {
    String name = peer.name().name();
    Optional<PeerHealth> health = reachability.of(name);
    return new PeerView(
        name,
        peer.name().namespace(),
        reachability.status(name).toString(),
        health.map(PeerHealth::since),
        health.flatMap(PeerHealth::lastHeard),
        health.isPresent()
            ? health.get().gateways().stream().map(PeerList::view).toList()
            : peer.gateways().stream().map(PeerList::unknown).toList(),
        health.map(PeerHealth::labels).orElse(peer.metadata().labels()),
        sessions.of(name),
        tunnels.of(name),
        Conditions.of(peer, state));
  }

  private static GatewayView view(GatewayHealth gateway) {
    return new GatewayView(
        gateway.gateway().toString(),
        gateway.state().toString(),
        Optional.of(gateway.since()),
        gateway.roundTrip().map(PeerList::millis),
        gateway.failure());
  }

  private static GatewayView unknown(HostPort gateway) {
    return new GatewayView(
        gateway.toString(), "unknown", Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static double millis(Duration time) {
    return Math.round(time.toNanos() / NANOS_IN_MILLI * 1_000) / 1_000.0;
  }
}
