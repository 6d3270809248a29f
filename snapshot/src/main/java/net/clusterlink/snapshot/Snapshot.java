package net.clusterlink.snapshot;

import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import java.util.Optional;
import net.clusterlink.api.Export;
import net.clusterlink.api.Import;
import net.clusterlink.api.Peer;
import net.clusterlink.api.ResourceName;
import net.clusterlink.policy.PolicySet;

/**
 * Everything a data plane needs to carry sessions. The maps are persistent: a snapshot shares with
 * the one before it all that did not change.
 *
 * @param generation counts up with every change; 0 is the empty snapshot
 * @param peers the peers known here, by their names
 * @param imports the remote services made available here
 * @param exports the local services offered to the fabric
 * @param policies what decides each session
 * @param workloads who the local clients are
 */
public record Snapshot(
    long generation,
    Map<String, Peer> peers,
    Map<ResourceName, Import> imports,
    Map<ResourceName, Export> exports,
    PolicySet policies,
    Workloads workloads) {

  /** Before any configuration: nothing is imported or exported, everything is denied. */
  public static Snapshot empty() {
    return new Snapshot(
        0, HashMap.empty(), HashMap.empty(), HashMap.empty(), PolicySet.empty(), Workloads.empty());
  }

  /** The peer of this name, if it is known here. */
  public Optional<Peer> peer(String name) {
    return peers.get(name).toJavaOptional();
  }

  /** The import of this name, if there is one. */
  public Optional<Import> importNamed(ResourceName name) {
    return imports.get(name).toJavaOptional();
  }

  /** The export of this name, if there is one. */
  public Optional<Export> export(ResourceName name) {
    return exports.get(name).toJavaOptional();
  }
}
