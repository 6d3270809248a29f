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
 * @param peers by the peer's name
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

  public Optional<Peer> peer(String name) {
    return peers.get(name).toJavaOptional();
  }

  public Optional<Import> importNamed(ResourceName name) {
    return imports.get(name).toJavaOptional();
  }

  public Optional<Export> export(ResourceName name) {
    return exports.get(name).toJavaOptional();
  }
}
