package net.clusterlink.dataplane;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import net.clusterlink.api.HostPort;
import net.clusterlink.dataplane.GatewayHealth.State;

/**
 * How all peers are reached, as heartbeats tell it. One event loop writes, any thread reads without
 * a lock.
 */
final class Reachability {
  private volatile Map<String, PeerHealth> peers = LinkedHashMap.empty();

  /** Takes up news of a peer. */
  void put(PeerHealth health) {
    peers = peers.put(health.peer(), health);
  }

  /** Forgets a peer. */
  void remove(String peer) {
    peers = peers.remove(peer);
  }

  /** All peers that are known, in no certain order. */
  List<PeerHealth> all() {
    return peers.values().toJavaList();
  }

  /** How one peer is reached; empty when nothing is known of it. */
  Optional<PeerHealth> health(String peer) {
    return peers.get(peer).toJavaOptional();
  }

  /** The state of a peer's best gateway; reachable when nothing is known of it. */
  State of(String peer) {
    return peers.get(peer).map(PeerHealth::best).getOrElse(State.REACHABLE);
  }

  /** The state of one gateway of a peer; reachable when nothing is known of it. */
  State of(String peer, HostPort gateway) {
    return peers
        .get(peer)
        .flatMap(health -> Option.ofOptional(health.at(gateway)))
        .map(GatewayHealth::state)
        .getOrElse(State.REACHABLE);
  }

  /**
   * Candidates by their state, the best first and none left out. Those of one state are ordered on
   * their own, so that each of them gets its turn however many others there are.
   *
   * @param order of candidates of the same state
   */
  static <T> List<T> bestFirst(
      List<T> candidates, Function<T, State> state, UnaryOperator<List<T>> order) {
    if (candidates.size() < 2) {
      return candidates;
    }
    var tiers = new EnumMap<State, List<T>>(State.class);
    for (T candidate : candidates) {
      tiers.computeIfAbsent(state.apply(candidate), _ -> new ArrayList<>()).add(candidate);
    }
    return tiers.values().stream().map(order).flatMap(List::stream).toList();
  }

  /** These, beginning with another one each turn. */
  static <T> List<T> rotated(List<T> candidates, int turn) {
    var order = new ArrayList<>(candidates);
    Collections.rotate(order, -Math.floorMod(turn, order.size()));
    return order;
  }
}
