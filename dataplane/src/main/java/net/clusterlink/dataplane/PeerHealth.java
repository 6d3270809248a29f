package net.clusterlink.dataplane;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a peer is reached.
 *
 * @param reachable whether any of its gateways answers heartbeats
 * @param since when that became so
 * @param lastHeard when a heartbeat was last answered
 * @param gateways in the order of the Peer object
 * @param labels those the peer reported, with what the Peer object sets over them
 */
public record PeerHealth(
    String peer,
    boolean reachable,
    Instant since,
    Optional<Instant> lastHeard,
    List<GatewayHealth> gateways,
    Map<String, String> labels) {
  public PeerHealth {
    gateways = List.copyOf(gateways);
    labels = Map.copyOf(labels);
  }
}
