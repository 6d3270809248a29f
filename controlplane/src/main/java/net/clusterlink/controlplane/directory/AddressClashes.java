package net.clusterlink.controlplane.directory;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import net.clusterlink.api.AddressBlock;
import net.clusterlink.api.Kind;
import net.clusterlink.api.Workload;
import net.clusterlink.api.yaml.Problem;
import net.clusterlink.controlplane.store.ConfigProblem;

/**
 * Finds workloads that claim the same block of addresses. Both stay in force: a client there is
 * unknown, for nobody can say which of them it is. Two blocks of one length either are the same or
 * share no address, so equal blocks are the only ones equally specific for a client.
 */
final class AddressClashes {
  private final InForce inForce;
  private final Map<AddressBlock, Set<ObjectKey>> workloadsByBlock = new HashMap<>();
  private final Map<ObjectKey, Set<AddressBlock>> blocksByWorkload = new HashMap<>();

  AddressClashes(InForce inForce) {
    this.inForce = inForce;
  }

  /**
   * Looks again at what a change concerns.
   *
   * @param changed objects in force that were added, replaced, moved or removed
   * @param problems told for each workload concerned
   */
  void check(Set<ObjectKey> changed, BiConsumer<ObjectKey, List<ConfigProblem>> problems) {
    var concerned = new HashSet<ObjectKey>();
    for (ObjectKey key : changed) {
      if (key.kind() == Kind.WORKLOAD) {
        concerned.add(key);
        remove(key, concerned);
        add(key, concerned);
      }
    }
    concerned.forEach(key -> problems.accept(key, clashes(key)));
  }

  private void remove(ObjectKey key, Set<ObjectKey> concerned) {
    Set<AddressBlock> blocks = blocksByWorkload.remove(key);
    if (blocks == null) {
      return;
    }
    for (AddressBlock block : blocks) {
      Set<ObjectKey> there = workloadsByBlock.getOrDefault(block, Set.of());
      there.remove(key);
      concerned.addAll(there);
      if (there.isEmpty()) {
        workloadsByBlock.remove(block);
      }
    }
  }

  private void add(ObjectKey key, Set<ObjectKey> concerned) {
    inForce
        .get(key)
        .ifPresent(version -> {
          var blocks = Set.copyOf(new HashSet<>(((Workload) version.resource()).addresses()));
          for (AddressBlock block : blocks) {
            var there =
                workloadsByBlock.computeIfAbsent(block, _ -> new TreeSet<>(ObjectKey.BY_NAME));
            concerned.addAll(there);
            there.add(key);
          }
          blocksByWorkload.put(key, blocks);
        });
  }

  private List<ConfigProblem> clashes(ObjectKey key) {
    return inForce.get(key).stream()
        .flatMap(version ->
            ((Workload) version.resource())
                .addresses().stream()
                    .distinct()
                    .flatMap(block ->
                        workloadsByBlock.getOrDefault(block, Set.of()).stream()
                            .takeWhile(other -> !other.equals(key))
                            .limit(1)
                            .map(first -> clash(version, block, first))))
        .toList();
  }

  private ConfigProblem clash(Claim.Good version, AddressBlock block, ObjectKey first) {
    int index = ((Workload) version.resource()).addresses().indexOf(block);
    String place = inForce.get(first).map(other -> " at " + other.at()).orElse("");
    return ConfigProblem.error(
        new Problem(
            version.at(),
            "spec.addresses[" + index + "]",
            block
                + " is also an address of "
                + first
                + place
                + ", so a client there counts as unknown",
            "leave the address to one of them, or make it more specific in one"));
  }
}
