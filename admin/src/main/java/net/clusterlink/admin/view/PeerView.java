package net.clusterlink.admin.view;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A peer, as it is reached from here.
 *
 * @param reachable {@code True}, {@code False}, or {@code Unknown} before the first heartbeat
 * @param since when that became so
 * @param lastHeard when a heartbeat was last answered
 * @param gateways in the order of the Peer object
 * @param labels those it reported, with what the Peer object sets over them
 * @param sessions live ones with this peer, of either side
 * @param tunnels established ones with this peer, of either direction
 */
public record PeerView(
    String name,
    String namespace,
    String reachable,
    Optional<Instant> since,
    Optional<Instant> lastHeard,
    List<GatewayView> gateways,
    Map<String, String> labels,
    int sessions,
    int tunnels,
    List<ConditionView> conditions) {
  public PeerView {
    gateways = List.copyOf(gateways);
    labels = Map.copyOf(labels);
    conditions = List.copyOf(conditions);
  }
}
