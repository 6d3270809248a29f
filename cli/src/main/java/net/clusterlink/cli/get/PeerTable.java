package net.clusterlink.cli.get;

import java.util.List;
import java.util.stream.Collectors;
import net.clusterlink.admin.view.GatewayView;
import net.clusterlink.admin.view.PeerView;

/** Peers: how each is reached, and why not. */
final class PeerTable {
  static final Table<PeerView> TABLE =
      Table.of(
          PeerView.class,
          List.of(
              Column.of("NAME", PeerView::name),
              Column.of("GATEWAYS", PeerTable::gateways),
              Column.of("REACHABLE", PeerView::reachable),
              Column.of("RTT", PeerTable::roundTrip),
              Column.of("SESSIONS", peer -> Integer.toString(peer.sessions())),
              Column.of("TUNNELS", peer -> Integer.toString(peer.tunnels())),
              Column.wide("ADDRESSES", PeerTable::addresses),
              Column.wide("LABELS", peer -> Words.labels(peer.labels())),
              Column.of("PROBLEM", PeerTable::problem)));

  private PeerTable() {}

  /** Those that take sessions, of all. */
  private static String gateways(PeerView peer) {
    long reached =
        peer.gateways().stream()
            .filter(gateway -> !gateway.state().equals("unreachable"))
            .filter(gateway -> !gateway.state().equals("unknown"))
            .count();
    return reached + "/" + peer.gateways().size();
  }

  /** That of the nearest gateway. */
  private static String roundTrip(PeerView peer) {
    return peer.gateways().stream()
        .filter(gateway -> gateway.state().equals("reachable"))
        .flatMap(gateway -> gateway.roundTripMillis().stream())
        .min(Double::compare)
        .map(Quantity::millis)
        .orElse("");
  }

  private static String addresses(PeerView peer) {
    return peer.gateways().stream()
        .map(gateway -> gateway.address() + "=" + gateway.state())
        .collect(Collectors.joining(","));
  }

  private static String problem(PeerView peer) {
    return peer.gateways().stream()
        .filter(gateway -> gateway.failure().isPresent())
        .map(PeerTable::failure)
        .collect(Collectors.joining("; "));
  }

  private static String failure(GatewayView gateway) {
    return gateway.address() + ": " + gateway.failure().orElse("");
  }
}
