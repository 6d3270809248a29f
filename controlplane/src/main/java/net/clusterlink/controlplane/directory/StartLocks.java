package net.clusterlink.controlplane.directory;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.clusterlink.api.Kind;
import net.clusterlink.controlplane.store.Change;
import net.clusterlink.controlplane.store.UnreadablePolicy;

/**
 * What must be refused because, at the start, a document that is or may be a policy could not be
 * taken, and so no good version of it is known.
 *
 * <p>A file of the start is watched until nothing in it is in that state; from then on its last
 * good version is what counts. A file that comes later cannot lock anything: without it, things are
 * as they were before.
 */
final class StartLocks {
  private final Claims claims;
  private final InForce inForce;
  private final Set<String> unsettled = new HashSet<>();
  private final Map<String, List<UnreadablePolicy>> locks = new HashMap<>();

  StartLocks(Claims claims, InForce inForce) {
    this.claims = claims;
    this.inForce = inForce;
  }

  /** Begins to watch a file of the start. */
  void watch(String file) {
    unsettled.add(file);
  }

  /** Files have other names; what they locked stays locked. */
  void rename(Map<String, String> names) {
    List<String> moved = names.keySet().stream().filter(unsettled::contains).toList();
    moved.forEach(unsettled::remove);
    moved.forEach(from -> unsettled.add(names.getOrDefault(from, from)));
  }

  /** Looks again at what a change concerns, and adds what it locks and unlocks. */
  void check(Collection<String> files, Collection<ObjectKey> touched, Collection<Change> changes) {
    if (unsettled.isEmpty() && locks.isEmpty()) {
      return;
    }
    var concerned = new HashSet<>(files);
    touched.forEach(key -> concerned.addAll(claims.filesAbout(key)));
    var locked = new ArrayList<Change>();
    for (String file : concerned) {
      List<UnreadablePolicy> now = unsettled.contains(file) ? locks(file) : List.of();
      List<UnreadablePolicy> before = now.isEmpty() ? locks.remove(file) : locks.put(file, now);
      if (before == null) {
        before = List.of();
      }
      if (now.isEmpty()) {
        unsettled.remove(file);
      }
      if (!now.equals(before)) {
        before.forEach(lock -> changes.add(new Change.PolicyMended(lock)));
        now.forEach(lock -> locked.add(new Change.PolicyUnreadable(lock)));
      }
    }
    changes.addAll(locked);
  }

  private List<UnreadablePolicy> locks(String file) {
    var byDocument = new LinkedHashMap<String, UnreadablePolicy>();
    for (Claim claim : claims.of(file)) {
      lock(claim)
          .ifPresent(lock -> {
            String document = claim.at() + "#" + byDocument.size();
            byDocument.put(
                document, new UnreadablePolicy(document, lock.namespace(), lock.cause()));
          });
    }
    return List.copyOf(byDocument.values());
  }

  private record Lock(Optional<String> namespace, String cause) {}

  private Optional<Lock> lock(Claim claim) {
    if (claim.key().flatMap(inForce::get).isPresent()) {
      return Optional.empty();
    }
    return switch (claim) {
      case Claim.Broken broken ->
          broken.mayBePolicy()
              ? Optional.of(new Lock(broken.reach(), broken.cause()))
              : Optional.empty();
      case Claim.Possible _ -> Optional.empty(); // the unknown document beside it is what locks
      case Claim.Good good -> {
        ObjectKey key = ObjectKey.of(good.resource());
        yield key.isPolicy()
            ? Optional.of(
                new Lock(
                    key.kind() == Kind.ACCESS_POLICY
                        ? Optional.of(key.name().namespace())
                        : Optional.empty(),
                    good.at() + ": " + key + " is defined more than once"))
            : Optional.empty();
      }
    };
  }

  /** What is refused now. */
  List<UnreadablePolicy> current() {
    return locks.values().stream().flatMap(List::stream).toList();
  }
}
