package net.clusterlink.controlplane.directory;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import net.clusterlink.api.Import;
import net.clusterlink.api.ImportSource;
import net.clusterlink.api.Kind;
import net.clusterlink.api.ResourceName;
import net.clusterlink.api.yaml.Problem;
import net.clusterlink.controlplane.store.ConfigProblem;

/**
 * Warns of imports whose sources name a peer without a Peer object: such a source is never tried.
 * Keeps an index of the imports by the peers they name.
 */
final class PeerReferences {
  private final InForce inForce;
  private final Map<String, Set<ObjectKey>> importsByPeer = new HashMap<>();
  private final Map<ObjectKey, Set<String>> peersByImport = new HashMap<>();

  PeerReferences(InForce inForce) {
    this.inForce = inForce;
  }

  /**
   * Looks again at what a change concerns.
   *
   * @param changed objects in force that were added, replaced, moved or removed
   * @param problems told for each import concerned
   */
  void check(Set<ObjectKey> changed, BiConsumer<ObjectKey, List<ConfigProblem>> problems) {
    var concerned = new HashSet<ObjectKey>();
    for (ObjectKey key : changed) {
      if (key.kind() == Kind.IMPORT) {
        index(key);
        concerned.add(key);
      }
    }
    for (ObjectKey key : changed) {
      if (key.kind() == Kind.PEER) {
        concerned.addAll(importsByPeer.getOrDefault(key.name().name(), Set.of()));
      }
    }
    concerned.forEach(key -> problems.accept(key, missing(key)));
  }

  private void index(ObjectKey key) {
    Set<String> before = peersByImport.remove(key);
    if (before != null) {
      for (String peer : before) {
        Set<ObjectKey> imports = importsByPeer.getOrDefault(peer, Set.of());
        imports.remove(key);
        if (imports.isEmpty()) {
          importsByPeer.remove(peer);
        }
      }
    }
    inForce
        .get(key)
        .ifPresent(version -> {
          var peers = new TreeSet<String>();
          for (ImportSource source : ((Import) version.resource()).sources()) {
            peers.add(source.peer());
            importsByPeer.computeIfAbsent(source.peer(), _ -> new HashSet<>()).add(key);
          }
          peersByImport.put(key, peers);
        });
  }

  private List<ConfigProblem> missing(ObjectKey key) {
    return inForce.get(key).stream()
        .flatMap(version ->
            peersByImport.getOrDefault(key, Set.of()).stream()
                .filter(peer -> !known(peer))
                .map(peer -> warning(version, peer)))
        .toList();
  }

  private boolean known(String peer) {
    return inForce.contains(Kind.PEER, new ResourceName(ResourceName.SYSTEM_NAMESPACE, peer));
  }

  private static ConfigProblem warning(Claim.Good version, String peer) {
    List<ImportSource> sources = ((Import) version.resource()).sources();
    int index = 0;
    while (!sources.get(index).peer().equals(peer)) {
      index++;
    }
    return ConfigProblem.warning(
        new Problem(
            version.at(),
            "spec.sources[" + index + "].peer",
            "there is no Peer named " + peer + ", so this source cannot be reached",
            "add a Peer of that name with the addresses of its gateways, or correct the name"));
  }
}
