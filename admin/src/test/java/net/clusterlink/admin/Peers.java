package net.clusterlink.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import net.clusterlink.api.HostPort;
import net.clusterlink.dataplane.GatewayHealth;
import net.clusterlink.dataplane.PeerHealth;

/** How peers do, for tests. */
final class Peers {
  private Peers() {}

  /** The health of peer east, whose gateways are in these states. */
  static PeerHealth health(boolean reachable, GatewayHealth.State... states) {
    return health("east", reachable, states);
  }

  /** The health of a peer. */
  static PeerHealth health(String peer, boolean reachable, GatewayHealth.State... states) {
    List<GatewayHealth> gateways =
        IntStream.range(0, states.length)
            .mapToObj(i -> gateway(new HostPort("10.0.0.1", 4443 + i), states[i]))
            .toList();
    return new PeerHealth(
        peer, reachable, Instant.EPOCH, Optional.of(Instant.EPOCH), gateways, Map.of());
  }

  private static GatewayHealth gateway(HostPort address, GatewayHealth.State state) {
    return state == GatewayHealth.State.REACHABLE
        ? new GatewayHealth(
            address, state, Instant.EPOCH, Optional.of(Duration.ofMillis(18)), Optional.empty())
        : new GatewayHealth(
            address, state, Instant.EPOCH, Optional.empty(), Optional.of("connection refused"));
  }
}
