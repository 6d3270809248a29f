package net.clusterlink.dataplane;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.clusterlink.api.HostPort;

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

  /** The same with other labels. */
  PeerHealth withLabels(Map<String, String> others) {
    return new PeerHealth(peer, reachable, since, lastHeard, gateways, others);
  }

  /**
   * Whether this tells the same as what was told before, but for times: the states, and whether it
   * was ever heard of.
   */
  boolean isAs(PeerHealth before) {
    return reachable == before.reachable
        && lastHeard.isPresent() == before.lastHeard.isPresent()
        && states().equals(before.states());
  }

  private Map<HostPort, GatewayHealth.State> states() {
    return gateways.stream()
        .collect(Collectors.toMap(GatewayHealth::gateway, GatewayHealth::state));
  }

  /** How one of its gateways does. */
  public Optional<GatewayHealth> at(HostPort gateway) {
    return gateways.stream().filter(each -> each.gateway().equals(gateway)).findFirst();
  }

  /** The state of its best gateway. */
  GatewayHealth.State best() {
    return gateways.stream()
        .map(GatewayHealth::state)
        .min(Comparator.naturalOrder())
        .orElse(GatewayHealth.State.UNREACHABLE);
  }
}
