package net.clusterlink.controlplane.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import net.clusterlink.api.yaml.Problem;
import net.clusterlink.controlplane.directory.Awaited.Sign;
import net.clusterlink.controlplane.directory.DirectoryTree.Entry;

/**
 * Which files there are and which of them have changed, and when a change is complete. It notices
 * changes in two ways, by being told of a name and by looking at everything; either way a change is
 * only awaited at first, and taken once it is complete:
 *
 * <ul>
 *   <li>a file renamed into place shortly after, if no write follows, and at last at one and a half
 *       times the quiet while it is renamed into place over and over;
 *   <li>a file that is empty or being written once it has been quiet for a while; half of it will
 *       do after three times the quiet;
 *   <li>a file that is gone after the same while, for an editor may be about to put it back, or at
 *       once when its objects appear under another name.
 * </ul>
 *
 * <p>Times are those of one monotonic clock, in nanoseconds. Not for several threads at once.
 */
final class DirectoryFiles {
  private final Path root;
  private final DirectoryOptions options;
  private final InstantSource clock;
  private final TakenFiles taken;
  private final Map<Path, Awaited> awaited = new TreeMap<>();
  private Map<Path, Path> folders = Map.of();
  private boolean links;
  private boolean lookNeeded;

  DirectoryFiles(Path root, DirectoryOptions options, InstantSource clock) {
    this.root = root;
    this.options = options;
    this.clock = clock;
    this.taken = new TakenFiles(options);
  }

  /** Looks at everything, and returns the folders to watch. */
  Map<Path, Path> look(long now) {
    lookNeeded = false;
    DirectoryTree tree;
    try {
      tree = TreeWalk.look(root, options);
    } catch (IOException e) {
      refuse(root, vanished(e), now);
      return folders;
    }
    folders = tree.folders();
    links = tree.links();
    var refused = new HashMap<>(tree.refused());
    for (Map.Entry<Path, Entry> file : tree.files().entrySet()) {
      if (admits(file.getKey())) {
        changed(file.getKey(), file.getValue(), Sign.SEEN, now);
      } else {
        refused.put(root, tooMany());
      }
    }
    refused.forEach((path, problem) -> refuse(path, problem, now));
    if (tree.complete()) {
      var known = new HashSet<>(taken.paths());
      known.addAll(awaited.keySet());
      known.removeAll(tree.files().keySet());
      known.removeAll(refused.keySet());
      known.stream()
          .filter(path -> !isWithin(path, tree.refused().keySet()))
          .forEach(path -> gone(path, now));
    }
    return folders;
  }

  private boolean isWithin(Path path, Set<Path> unread) {
    for (Path folder = path.getParent(); folder != null; folder = folder.getParent()) {
      if (unread.contains(folder)) {
        return true;
      }
    }
    return false;
  }

  /** Looks at one name that something was told of. */
  void told(DirectoryWatch.Event event, long now) {
    Path path = event.folder().path().resolve(event.name());
    boolean known = taken.contains(path) || awaited.containsKey(path);
    boolean manifest = ManifestNames.isManifest(event.name().toString());
    if (links && !known) {
      lookNeeded = true; // it may be what a link leads to
      return;
    }
    if (ManifestNames.isHidden(event.name().toString())) {
      return;
    }
    try {
      FileStamp stamp = FileStamp.of(path);
      if (stamp.type() == FileStamp.Type.FILE && manifest && admits(path)) {
        Path real = event.folder().real().resolve(event.name());
        changed(path, new Entry(real, stamp), event.sign(), now);
      } else {
        lookNeeded |= manifest || stamp.type() != FileStamp.Type.FILE;
      }
    } catch (NoSuchFileException _) {
      gone(path, now);
      lookNeeded |= folders.containsValue(path);
    } catch (IOException _) {
      lookNeeded = true; // which tells what is wrong
    }
  }

  private void changed(Path path, Entry file, Sign sign, long now) {
    FileStamp stamp = file.stamp();
    if (taken.isTaken(path, stamp)) {
      awaited.remove(path);
    } else if (awaited.get(path) instanceof Awaited.Changed(_, FileStamp seen, _, _)) {
      if (!seen.equals(stamp) || sign != Sign.SEEN) {
        await(path, file, sign == Sign.SEEN ? Sign.WRITTEN : sign, now);
      }
    } else {
      await(path, file, sign, now);
    }
  }

  private void await(Path path, Entry file, Sign sign, long now) {
    long since = since(path, now);
    long due = now + completeAfter(file.stamp(), sign, now - since);
    awaited.put(path, new Awaited.Changed(file.real(), file.stamp(), since, due));
  }

  private long since(Path path, long now) {
    return switch (awaited.get(path)) {
      case Awaited.Changed(_, _, long since, _) -> since;
      case Awaited.Gone(long since, _) -> since;
      case Awaited.Refused _ -> now;
      case null -> now;
    };
  }

  /**
   * When a file is complete, from now on; negative when it has been put off for long enough.
   *
   * @param waited since the first of the changes that are not taken yet, in nanoseconds
   */
  private long completeAfter(FileStamp stamp, Sign sign, long waited) {
    long quiet = options.quiet().toNanos();
    if (stamp.isEmpty() && sign != Sign.SEEN) {
      return quiet;
    }
    return switch (sign) {
      // Each of a row of renames is complete; to wait for the last would be to wait for ever.
      case APPEARED -> Math.min(options.renameSettle().toNanos(), quiet * 3 / 2 - waited);
      // What is written anew again and again is taken in a shorter pause, if it has one.
      case WRITTEN -> Math.min(quiet, Math.max(quiet * 3 - waited, quiet / 2));
      case SEEN -> {
        Duration age = Duration.between(stamp.modified(), clock.instant());
        Duration left = options.quiet().minus(age);
        // A time in the future says nothing about how long ago it was.
        yield left.isNegative() ? 0 : age.isNegative() ? quiet : left.toNanos();
      }
    };
  }

  private void gone(Path path, long now) {
    if (!taken.contains(path)) {
      awaited.remove(path);
    } else if (!(awaited.get(path) instanceof Awaited.Gone)) {
      awaited.put(path, new Awaited.Gone(since(path, now), now + options.quiet().toNanos()));
    }
  }

  private void refuse(Path path, Problem problem, long now) {
    if (taken.isTaken(path, problem)) {
      awaited.remove(path);
    } else {
      awaited.put(path, new Awaited.Refused(problem, now));
    }
  }

  private boolean admits(Path path) {
    return taken.contains(path)
        || awaited.containsKey(path)
        || taken.size() + awaited.size() < options.maxFiles();
  }

  private Problem tooMany() {
    return Failures.problem(
        root,
        "more than " + options.maxFiles() + " manifests, the limit",
        "write several objects into one file, separated by ---, or remove what is not needed");
  }

  private Problem vanished(IOException e) {
    return Failures.problem(
        root,
        "the configuration directory cannot be read: "
            + Failures.reason(e)
            + "; what was in force stays",
        "put it back, readable for the gateway's user");
  }

  /** Whether everything has to be looked at, for a name alone does not tell enough. */
  boolean lookNeeded() {
    return lookNeeded;
  }

  /** Whether all that is awaited is complete. */
  boolean complete(long now) {
    return awaited.values().stream().allMatch(change -> change.dueNanos() - now <= 0);
  }

  /**
   * When there is something to take. Changes that follow each other closely are taken together,
   * unless that delays the first for longer than a file has to be quiet.
   */
  OptionalLong due() {
    long[] dues = awaited.values().stream().mapToLong(Awaited::dueNanos).sorted().toArray();
    if (dues.length == 0) {
      return OptionalLong.empty();
    }
    long together = options.renameSettle().toNanos();
    long last = dues[0] + options.quiet().toNanos();
    long due = dues[0];
    for (long next : dues) {
      if (next - due > together || next - last > 0) {
        break;
      }
      due = next;
    }
    return OptionalLong.of(due);
  }

  /**
   * Takes all that is complete.
   *
   * @param impatient whether to take the rest as unreadable, for it cannot be waited for
   */
  Batch take(long now, boolean impatient) {
    var changed = new LinkedHashMap<Path, FileContent>();
    var gone = new LinkedHashSet<Path>();
    for (var entry : List.copyOf(awaited.entrySet())) {
      Path path = entry.getKey();
      boolean due = entry.getValue().dueNanos() - now <= 0;
      switch (entry.getValue()) {
        case Awaited.Changed change when due -> read(path, change, changed, now);
        case Awaited.Refused(Problem problem, _) when due -> {
          awaited.remove(path);
          changed.put(path, taken.refuse(path, problem));
        }
        case Awaited.Gone _ -> gone.add(path);
        case Awaited.Changed _, Awaited.Refused _ -> {
          // Not complete yet.
        }
      }
    }
    if (impatient) {
      awaited.forEach((path, _) -> changed.put(path, taken.refuse(path, stillChanging(path))));
    }
    return batch(changed, gone, now);
  }

  private void read(Path path, Awaited.Changed change, Map<Path, FileContent> changed, long now) {
    switch (taken.read(path, change)) {
      case TakenFiles.Read.Different(FileContent content) -> {
        awaited.remove(path);
        changed.put(path, content);
      }
      case TakenFiles.Read.Same _ -> awaited.remove(path);
      case TakenFiles.Read.Unsteady _ -> again(path, change.real(), now);
    }
  }

  private void again(Path path, Path real, long now) {
    try {
      await(path, new Entry(real, FileStamp.of(real)), Sign.WRITTEN, now);
    } catch (NoSuchFileException _) {
      gone(path, now);
    } catch (IOException _) {
      awaited.remove(path);
      lookNeeded = true; // which tells what is wrong
    }
  }

  static Problem stillChanging(Path path) {
    return Failures.problem(
        path,
        "this file is still being written",
        "write it under another name and rename it into place");
  }

  private Batch batch(Map<Path, FileContent> changed, Set<Path> gone, long now) {
    var removed = new LinkedHashSet<String>();
    var renamed = new HashMap<String, String>();
    if (!gone.isEmpty() && Files.isDirectory(root)) {
      var byHash = new HashMap<String, Path>();
      var appeared = new HashSet<ObjectKey>();
      for (Path path : changed.keySet()) {
        taken.hash(path).ifPresent(hash -> byHash.put(hash, path));
        appeared.addAll(taken.keys(path));
      }
      for (Path path : gone) {
        var to = taken.hash(path).map(byHash::remove);
        boolean due =
            awaited.get(path) instanceof Awaited.Gone(_, long dueNanos) && dueNanos - now <= 0;
        if (due || to.isPresent() || taken.keys(path).stream().anyMatch(appeared::contains)) {
          to.ifPresent(other -> renamed.put(Failures.shown(path), Failures.shown(other)));
          removed.add(Failures.shown(path));
          taken.remove(path);
          awaited.remove(path);
        }
      }
    } else {
      // The directory itself is gone, and with it nothing that was in force.
      gone.forEach(awaited::remove);
    }
    var told = new LinkedHashMap<String, FileContent>();
    changed.forEach((path, content) -> told.put(Failures.shown(path), content));
    return new Batch(told, removed, renamed);
  }

  /** How many manifests are taken. */
  int size() {
    return taken.size();
  }

  /** The work done so far. */
  long filesRead() {
    return taken.filesRead();
  }
}
