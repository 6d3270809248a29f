package net.clusterlink.controlplane.directory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.clusterlink.api.Kind;
import net.clusterlink.api.Resource;
import net.clusterlink.controlplane.directory.ProblemBook.Subject;
import net.clusterlink.controlplane.store.Change;
import net.clusterlink.controlplane.store.ChangeSet;
import net.clusterlink.controlplane.store.ConfigProblems;
import net.clusterlink.controlplane.store.UnreadablePolicy;

/**
 * What a directory says as a whole, and what of it is in force. Each change of files is worked
 * through in steps that look only at the objects it touches:
 *
 * <ol>
 *   <li>what is said about each object: one good document takes effect, a bad one or several leave
 *       the last good version in force;
 *   <li>the rules between objects, which may keep a good one from taking effect or warn of it;
 *   <li>the difference from what was in force;
 *   <li>what must be refused because it was unreadable from the start.
 * </ol>
 *
 * <p>Not for several threads at once.
 */
final class Catalog {
  private final Claims claims = new Claims();
  private final InForce inForce = new InForce();
  private final ListenPorts ports = new ListenPorts(inForce);
  private final PeerReferences peers = new PeerReferences(inForce);
  private final AddressClashes addresses = new AddressClashes(inForce);
  private final StartLocks locks = new StartLocks(claims, inForce);
  private final ProblemBook problems = new ProblemBook();
  private boolean started;
  private long objectsTouched;

  /** Takes a batch of files that changed; the first batch is the start. */
  ChangeSet take(Batch batch, Duration took) {
    var affected = new LinkedHashSet<ObjectKey>();
    var files = new LinkedHashSet<String>();
    inForce.rename(batch.renamed());
    claims.rename(batch.renamed(), affected);
    locks.rename(batch.renamed());
    batch.removed().forEach(file -> remove(file, files, affected));
    batch.changed().forEach((file, content) -> put(file, content, files, affected));
    started = true;

    var changes = new ArrayList<Change>();
    Set<ObjectKey> touched = bringIntoForce(verdicts(affected), changes);
    peers.check(touched, (key, found) -> problems.set(new Subject.MissingPeer(key), found));
    addresses.check(touched, (key, found) -> problems.set(new Subject.SameAddress(key), found));
    affected.forEach(key -> problems.set(new Subject.DefinedTwice(key), claims.definedTwice(key)));
    affected.addAll(touched);
    locks.check(files, affected, changes);
    objectsTouched += affected.size();
    var difference = problems.takeDifference();
    return new ChangeSet(
        changes, difference.appeared(), difference.mended(), problems.current(), took);
  }

  private void put(String file, FileContent content, Set<String> files, Set<ObjectKey> affected) {
    if (!started) {
      locks.watch(file);
    }
    files.add(file);
    claims.put(file, content, affected);
    problems.set(new Subject.OfFile(file), content.problems());
  }

  private void remove(String file, Set<String> files, Set<ObjectKey> affected) {
    files.add(file);
    claims.remove(file, affected);
    problems.set(new Subject.OfFile(file), List.of());
  }

  private Map<ObjectKey, Verdict> verdicts(Set<ObjectKey> affected) {
    var verdicts = new HashMap<ObjectKey, Verdict>();
    var imports = new HashSet<ObjectKey>();
    for (ObjectKey key : affected) {
      if (key.kind() == Kind.IMPORT) {
        imports.add(key);
      } else {
        verdicts.put(key, verdict(key));
      }
    }
    var listening = new HashMap<ObjectKey, Verdict>();
    ports.concerned(imports).forEach(key -> listening.put(key, verdict(key)));
    ports.arbitrate(listening, (key, found) -> problems.set(new Subject.ListenPort(key), found));
    verdicts.putAll(listening);
    return verdicts;
  }

  private Verdict verdict(ObjectKey key) {
    List<Claim> about = claims.about(key);
    return switch (about.size()) {
      case 0 -> new Verdict.Drop();
      case 1 ->
          about.getFirst() instanceof Claim.Good good ? new Verdict.Take(good) : new Verdict.Keep();
      default -> new Verdict.Keep();
    };
  }

  /** Puts in force what the verdicts say, and returns the objects that differ or moved. */
  private Set<ObjectKey> bringIntoForce(Map<ObjectKey, Verdict> verdicts, List<Change> changes) {
    var touched = new HashSet<ObjectKey>();
    verdicts.forEach((key, verdict) -> {
      Optional<Claim.Good> before = inForce.get(key);
      switch (verdict) {
        case Verdict.Take(Claim.Good version) -> {
          if (!before.equals(Optional.of(version))) {
            touched.add(key);
            inForce.put(key, version);
          }
          if (before.filter(old -> old.resource().equals(version.resource())).isEmpty()) {
            changes.add(new Change.Put(version.resource()));
          }
        }
        case Verdict.Keep _ -> {
          // What is in force stays, or nothing does.
        }
        case Verdict.Drop _ -> {
          if (before.isPresent()) {
            touched.add(key);
            inForce.remove(key);
            changes.add(new Change.Remove(key.kind(), key.name()));
          }
        }
      }
    });
    return touched;
  }

  /** The objects in force, by kind and name. */
  List<Resource> inForce() {
    return inForce.all();
  }

  /** All problems there are. */
  ConfigProblems problems() {
    return problems.current();
  }

  /** What is refused because it was unreadable from the start. */
  List<UnreadablePolicy> unreadable() {
    return locks.current();
  }

  /** The work done so far. */
  long objectsTouched() {
    return objectsTouched;
  }
}
