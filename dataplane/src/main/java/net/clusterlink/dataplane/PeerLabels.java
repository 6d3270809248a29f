package net.clusterlink.dataplane;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import net.clusterlink.api.Peer;
import net.clusterlink.policy.Attributes;
import net.clusterlink.snapshot.Snapshot;

/**
 * The labels of other peers: what they last reported of themselves, and what the local Peer object
 * sets over that. Any thread.
 */
final class PeerLabels {
  private final Map<String, Map<String, String>> reported = new ConcurrentHashMap<>();
  private final Consumer<String> changed;

  /**
   * No peer has reported yet.
   *
   * @param changed told the name of a peer that reports other labels than before
   */
  PeerLabels(Consumer<String> changed) {
    this.changed = changed;
  }

  /** Keeps what a peer reported on a connection that its certificate authenticated. */
  void report(String peer, Map<String, String> labels) {
    if (!labels.equals(reported.get(peer))) {
      Map<String, String> before = reported.put(peer, labels);
      if (before != null) {
        changed.accept(peer);
      }
    }
  }

  /** Whether the peer ever reported. */
  boolean known(String peer) {
    return reported.containsKey(peer);
  }

  /** The labels that decisions see. */
  Map<String, String> of(String peer, Snapshot snapshot) {
    return withOverrides(reported.getOrDefault(peer, Map.of()), snapshot.peer(peer));
  }

  /** The labels that decisions see of a peer that reported these. */
  static Map<String, String> of(Map<String, String> report, String peer, Snapshot snapshot) {
    return withOverrides(report, snapshot.peer(peer));
  }

  private static Map<String, String> withOverrides(
      Map<String, String> report, Optional<Peer> object) {
    if (object.isEmpty()) {
      return report;
    }
    var labels = new HashMap<>(report);
    object
        .get()
        .metadata()
        .labels()
        .forEach((key, value) -> {
          if (key.startsWith(Attributes.PEER_LABELS)) {
            labels.put(key.substring(Attributes.PEER_LABELS.length()), value);
          }
        });
    return labels;
  }
}
