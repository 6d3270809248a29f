package net.clusterlink.admin.read;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.clusterlink.api.Condition;
import net.clusterlink.dataplane.PeerHealth;

/** Whether peers are reached, by their names. */
final class Reachability {
  private final Map<String, PeerHealth> byPeer;

  Reachability(List<PeerHealth> peers) {
    byPeer = peers.stream().collect(Collectors.toMap(PeerHealth::peer, Function.identity()));
  }

  Optional<PeerHealth> of(String peer) {
    return Optional.ofNullable(byPeer.get(peer));
  }

  /** Unknown until a heartbeat was answered, or enough were missed. */
  Condition.Status status(String peer) {
    return of(peer)
        .map(health ->
            health.reachable()
                ? health.lastHeard().isPresent() ? Condition.Status.TRUE : Condition.Status.UNKNOWN
                : Condition.Status.FALSE)
        .orElse(Condition.Status.UNKNOWN);
  }
}
