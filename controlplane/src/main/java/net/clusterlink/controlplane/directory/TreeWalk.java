package net.clusterlink.controlplane.directory;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import net.clusterlink.api.yaml.Problem;
import net.clusterlink.controlplane.directory.DirectoryTree.Entry;

/**
 * One look at a directory and everything below it. Plain files and folders come first, then what
 * symbolic links lead to; what was already found is not taken again under another name, which also
 * ends every loop of links. Links that lead out of the directory are refused.
 */
final class TreeWalk {
  /** For each manifest allowed, how many names of any sort are looked at. */
  private static final int NAMES_PER_FILE = 10;

  private record Folder(Path path, Path real, int depth) {}

  private final DirectoryOptions options;
  private final Path rootReal;
  private final NavigableMap<Path, Entry> files = new TreeMap<>();
  private final NavigableMap<Path, Problem> refused = new TreeMap<>();
  private final Map<Path, Path> folders = new HashMap<>();
  private final Set<Path> foundReal = new HashSet<>();
  private final ArrayDeque<Folder> unopened = new ArrayDeque<>();
  private final List<Folder> unfollowed = new ArrayList<>();
  private long namesLeft;
  private boolean links;
  private boolean complete = true;

  private TreeWalk(Path rootReal, DirectoryOptions options) {
    this.rootReal = rootReal;
    this.options = options;
    this.namesLeft = (long) options.maxFiles() * NAMES_PER_FILE;
  }

  /**
   * Looks at a directory.
   *
   * @throws IOException when the directory itself cannot be listed
   */
  static DirectoryTree look(Path root, DirectoryOptions options) throws IOException {
    Path real = root.toRealPath();
    var walk = new TreeWalk(real, options);
    walk.list(new Folder(root, real, 0));
    walk.openAll();
    while (!walk.unfollowed.isEmpty()) {
      var round = new ArrayList<>(walk.unfollowed);
      walk.unfollowed.clear();
      round.sort((a, b) -> a.path().compareTo(b.path()));
      round.forEach(walk::follow);
      walk.openAll();
    }
    return new DirectoryTree(walk.files, walk.refused, walk.folders, walk.links, walk.complete);
  }

  private void openAll() {
    while (!unopened.isEmpty()) {
      Folder folder = unopened.poll();
      try {
        list(folder);
      } catch (IOException e) {
        refuse(
            folder.path(),
            "this folder cannot be read: " + Failures.reason(e),
            "give the gateway's user the right to read it, or remove it");
      }
    }
  }

  private void list(Folder folder) throws IOException {
    if (!foundReal.add(folder.real())) {
      return;
    }
    folders.put(folder.real(), folder.path());
    try (DirectoryStream<Path> names = Files.newDirectoryStream(folder.path())) {
      for (Path path : names) {
        if (namesLeft-- <= 0) {
          overrun(folder);
          return;
        }
        String name = path.getFileName().toString();
        if (!ManifestNames.isHidden(name)) {
          found(path, folder.real().resolve(name), folder.depth());
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private void found(Path path, Path real, int depth) {
    try {
      FileStamp stamp = FileStamp.of(path);
      switch (stamp.type()) {
        case FILE -> file(path, real, stamp);
        case DIRECTORY -> folder(new Folder(path, real, depth + 1));
        case LINK -> unfollowed.add(new Folder(path, real, depth));
        case OTHER -> other(path);
      }
    } catch (NoSuchFileException _) {
      // Gone since it was listed.
    } catch (IOException e) {
      refuse(
          path,
          "this cannot be looked at: " + Failures.reason(e),
          "give the gateway's user the right to read it, or remove it");
    }
  }

  private void file(Path path, Path real, FileStamp stamp) {
    if (ManifestNames.isManifest(path.getFileName().toString()) && foundReal.add(real)) {
      files.put(path, new Entry(real, stamp));
    }
  }

  private void folder(Folder folder) {
    if (folder.depth() > options.maxDepth()) {
      refuse(
          folder.path(),
          "this folder is more than " + options.maxDepth() + " folders deep, the limit",
          "move it further up");
    } else {
      unopened.add(folder);
    }
  }

  private void other(Path path) {
    if (ManifestNames.isManifest(path.getFileName().toString())) {
      refuse(path, "this is not a regular file", "put a regular file in its place, or remove it");
    }
  }

  private void follow(Folder link) {
    links = true;
    boolean named = ManifestNames.isManifest(link.path().getFileName().toString());
    try {
      Path real = link.path().toRealPath();
      FileStamp stamp = FileStamp.ofTarget(real);
      boolean folder = stamp.type() == FileStamp.Type.DIRECTORY;
      if (!real.startsWith(rootReal)) {
        if (named || folder) {
          refuse(
              link.path(),
              "this link leads out of the configuration directory, to " + Failures.shown(real),
              "put a copy in its place, or link to something within the directory");
        }
      } else if (folder) {
        folder(new Folder(link.path(), real, link.depth() + 1));
      } else if (stamp.type() == FileStamp.Type.FILE) {
        folders.putIfAbsent(parent(real), parent(real));
        file(link.path(), real, stamp);
      } else {
        other(link.path());
      }
    } catch (NoSuchFileException | FileSystemLoopException _) {
      if (named) {
        refuse(link.path(), "this link leads nowhere", "link to a file that exists, or remove it");
      }
    } catch (IOException e) {
      refuse(
          link.path(),
          "this link cannot be followed: " + Failures.reason(e),
          "give the gateway's user the right to read what it leads to, or remove it");
    }
  }

  private Path parent(Path real) {
    Path parent = real.getParent();
    return parent == null ? rootReal : parent;
  }

  private void overrun(Folder folder) {
    complete = false;
    refuse(
        folder.path(),
        "more than "
            + (long) options.maxFiles() * NAMES_PER_FILE
            + " names in the directory, the limit",
        "keep in it only what the gateway needs");
  }

  private void refuse(Path path, String message, String remedy) {
    refused.put(path, Failures.problem(path, message, remedy));
  }
}
