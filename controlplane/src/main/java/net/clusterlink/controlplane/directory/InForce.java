package net.clusterlink.controlplane.directory;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.clusterlink.api.Kind;
import net.clusterlink.api.Resource;
import net.clusterlink.api.ResourceName;
import net.clusterlink.api.yaml.Location;

/** The objects in force, each with the document that put it there: its last good version. */
final class InForce {
  private final Map<ObjectKey, Claim.Good> byKey = new HashMap<>();
  private final Map<String, Set<ObjectKey>> byFile = new HashMap<>();

  Optional<Claim.Good> get(ObjectKey key) {
    return Optional.ofNullable(byKey.get(key));
  }

  boolean contains(Kind kind, ResourceName name) {
    return byKey.containsKey(new ObjectKey(kind, name));
  }

  /** Files have other names: what they put in force is found there. */
  void rename(Map<String, String> names) {
    var moved = new HashMap<ObjectKey, Claim.Good>();
    names.forEach((from, to) -> {
      for (ObjectKey key : byFile.getOrDefault(from, Set.of())) {
        get(key)
            .ifPresent(version ->
                moved.put(
                    key,
                    new Claim.Good(version.resource(), new Location(to, version.at().line()))));
      }
    });
    moved.forEach(this::put);
  }

  void put(ObjectKey key, Claim.Good version) {
    remove(key);
    byKey.put(key, version);
    byFile.computeIfAbsent(version.at().file(), _ -> new HashSet<>()).add(key);
  }

  void remove(ObjectKey key) {
    Claim.Good before = byKey.remove(key);
    if (before == null) {
      return;
    }
    Set<ObjectKey> beside = byFile.get(before.at().file());
    if (beside != null && beside.remove(key) && beside.isEmpty()) {
      byFile.remove(before.at().file());
    }
  }

  /** All that are in force, by kind and name. */
  List<Resource> all() {
    return byKey.values().stream()
        .map(Claim.Good::resource)
        .sorted(Comparator.comparing(Resource::kind).thenComparing(Resource::name))
        .toList();
  }
}
