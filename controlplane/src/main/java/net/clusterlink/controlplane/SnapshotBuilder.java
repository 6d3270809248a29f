package net.clusterlink.controlplane;

import io.vavr.collection.HashMap;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Map;
import io.vavr.collection.Set;
import java.util.List;
import java.util.Optional;
import net.clusterlink.api.AccessPolicy;
import net.clusterlink.api.AddressBlock;
import net.clusterlink.api.Export;
import net.clusterlink.api.Import;
import net.clusterlink.api.Instance;
import net.clusterlink.api.Kind;
import net.clusterlink.api.Peer;
import net.clusterlink.api.PrivilegedAccessPolicy;
import net.clusterlink.api.Resource;
import net.clusterlink.api.ResourceName;
import net.clusterlink.api.Workload;
import net.clusterlink.controlplane.store.Change;
import net.clusterlink.controlplane.store.UnreadablePolicy;
import net.clusterlink.policy.PolicySet;
import net.clusterlink.policy.Tier;
import net.clusterlink.snapshot.Snapshot;
import net.clusterlink.snapshot.SnapshotUpdate;
import net.clusterlink.snapshot.Workloads;

/**
 * Turns changes into the next snapshot, at a cost in proportion to the changes: all that did not
 * change is shared with the snapshot before. One thread at a time.
 */
final class SnapshotBuilder {
  private long generation;
  private Map<String, Peer> peers = HashMap.empty();
  private Map<ResourceName, Import> imports = HashMap.empty();
  private Map<ResourceName, Export> exports = HashMap.empty();
  private Workloads workloads = Workloads.empty();
  private PolicySet policies = PolicySet.empty();
  private Set<UnreadablePolicy> unreadable = LinkedHashSet.empty();

  private final java.util.Set<ResourceName> changedImports = new java.util.HashSet<>();
  private final java.util.Set<ResourceName> changedExports = new java.util.HashSet<>();
  private final java.util.Set<String> changedPeers = new java.util.HashSet<>();
  private final java.util.Set<AddressBlock> changedAddresses = new java.util.HashSet<>();
  private final java.util.Set<String> changedNamespaces = new java.util.HashSet<>();
  private boolean changedEverywhere;

  /** The snapshot after these changes, with its generation one higher. */
  SnapshotUpdate apply(List<Change> changes) {
    changedImports.clear();
    changedExports.clear();
    changedPeers.clear();
    changedAddresses.clear();
    changedNamespaces.clear();
    changedEverywhere = false;
    for (Change change : changes) {
      switch (change) {
        case Change.Put(Resource resource) -> put(resource);
        case Change.Remove(Kind kind, ResourceName name) -> remove(kind, name);
        case Change.PolicyUnreadable(UnreadablePolicy policy) -> refuse(policy);
        case Change.PolicyMended(UnreadablePolicy policy) -> mend(policy);
      }
    }
    generation++;
    return new SnapshotUpdate(
        new Snapshot(generation, peers, imports, exports, policies, workloads),
        changedImports,
        changedExports,
        changedPeers,
        changedAddresses,
        new SnapshotUpdate.PolicyChange(changedEverywhere, changedNamespaces));
  }

  /** What is refused now because it could not be read. */
  List<UnreadablePolicy> unreadable() {
    return unreadable.toJavaList();
  }

  private void put(Resource resource) {
    ResourceName name = resource.name();
    switch (resource) {
      case Peer peer -> {
        peers = peers.put(name.name(), peer);
        changedPeers.add(name.name());
      }
      case Import imported -> {
        imports = imports.put(name, imported);
        changedImports.add(name);
      }
      case Export export -> {
        exports = exports.put(name, export);
        changedExports.add(name);
      }
      case AccessPolicy policy -> {
        policies = policies.with(Tier.REGULAR, name, policy.rule());
        changedNamespaces.add(name.namespace());
      }
      case PrivilegedAccessPolicy policy -> {
        policies = policies.with(Tier.PRIVILEGED, name, policy.rule());
        changedEverywhere = true;
      }
      case Workload workload -> {
        changedAddresses.addAll(workloads.addressesOf(name));
        workloads = workloads.with(workload);
        changedAddresses.addAll(workload.addresses());
      }
      case Instance instance -> {
        // Only an operator acts on one; a gateway has no use for it.
      }
    }
  }

  private void remove(Kind kind, ResourceName name) {
    switch (kind) {
      case PEER -> {
        peers = peers.remove(name.name());
        changedPeers.add(name.name());
      }
      case IMPORT -> {
        imports = imports.remove(name);
        changedImports.add(name);
      }
      case EXPORT -> {
        exports = exports.remove(name);
        changedExports.add(name);
      }
      case ACCESS_POLICY -> {
        policies = policies.without(Tier.REGULAR, name);
        changedNamespaces.add(name.namespace());
      }
      case PRIVILEGED_ACCESS_POLICY -> {
        policies = policies.without(Tier.PRIVILEGED, name);
        changedEverywhere = true;
      }
      case WORKLOAD -> {
        changedAddresses.addAll(workloads.addressesOf(name));
        workloads = workloads.without(name);
      }
      case INSTANCE -> {
        // Never taken in.
      }
    }
  }

  private void refuse(UnreadablePolicy policy) {
    unreadable = unreadable.add(policy);
    policies = policies.withUnreadable(policy.document(), policy.namespace(), policy.cause());
    changed(policy.namespace());
  }

  private void mend(UnreadablePolicy policy) {
    unreadable = unreadable.remove(policy);
    policies = policies.withoutUnreadable(policy.document());
    changed(policy.namespace());
  }

  /** Decisions of one namespace, or of all when it is not known which. */
  private void changed(Optional<String> namespace) {
    namespace.ifPresentOrElse(changedNamespaces::add, () -> changedEverywhere = true);
  }
}
