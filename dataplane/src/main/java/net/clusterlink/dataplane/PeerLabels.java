package net.clusterlink.dataplane;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import net.clusterlink.api.Peer;
import net.clusterlink.policy.Attributes;
import net.clusterlink.snapshot.Snapshot;

/**
 * The labels of other peers: what they last reported of themselves, and what the local Peer object
 * sets over that. Any thread.
 */
final class PeerLabels {
  private final Map<String, Map<String, String>> reported = new ConcurrentHashMap<>();

  /** Keeps what a peer reported on a connection that its certificate authenticated. */
  void report(String peer, Map<String, String> labels) {
    if (!labels.equals(reported.get(peer))) {
      reported.put(peer, labels);
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
