package net.clusterlink.controlplane.directory;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.clusterlink.api.yaml.ManifestReader;
import net.clusterlink.api.yaml.Problem;

/** The files as they were last taken, and the reading of those that changed since. */
final class TakenFiles {

  /**
   * A file as it was taken.
   *
   * @param stamp empty for one that is to be tried again
   * @param hash of its content, empty when it was not read
   * @param refusal why it was not read
   */
  private record Taken(
      Optional<FileStamp> stamp,
      Optional<String> hash,
      long size,
      Set<ObjectKey> keys,
      Optional<Problem> refusal) {}

  private static final Taken NOTHING =
      new Taken(Optional.empty(), Optional.empty(), 0, Set.of(), Optional.empty());

  private final DirectoryOptions options;
  private final ManifestReader reader = new ManifestReader();
  private final Map<Path, Taken> byPath = new HashMap<>();
  private long totalBytes;
  private long filesRead;

  TakenFiles(DirectoryOptions options) {
    this.options = options;
  }

  Set<Path> paths() {
    return byPath.keySet();
  }

  boolean contains(Path path) {
    return byPath.containsKey(path);
  }

  int size() {
    return byPath.size();
  }

  /** Whether the file is as it was taken. */
  boolean isTaken(Path path, FileStamp stamp) {
    return taken(path).stamp().equals(Optional.of(stamp));
  }

  /** Whether this refusal is known already. */
  boolean isTaken(Path path, Problem refusal) {
    return taken(path).refusal().equals(Optional.of(refusal));
  }

  /** Reads a file that changed; {@link Read.Same} when its content is as before. */
  Read read(Path path, Awaited.Changed changed) {
    Taken before = taken(path);
    long left = options.maxTotalBytes() - totalBytes + before.size();
    FileReading.Room room =
        left < options.maxFileBytes()
            ? new FileReading.Room.Left(left, options.maxTotalBytes())
            : new FileReading.Room.OfFile(options.maxFileBytes());
    FileReading reading = FileReading.read(path, changed.real(), changed.stamp(), room);
    return switch (reading) {
      case FileReading.Unsteady _ -> new Read.Unsteady();
      case FileReading.Failed(Problem problem) -> {
        put(path, NOTHING);
        yield new Read.Different(FileContent.unreadable(problem));
      }
      case FileReading.Content content -> {
        filesRead++;
        if (before.hash().equals(Optional.of(content.hash()))) {
          put(
              path,
              new Taken(
                  Optional.of(changed.stamp()),
                  before.hash(),
                  before.size(),
                  before.keys(),
                  Optional.empty()));
          yield new Read.Same();
        }
        FileContent said = FileContent.of(reader.read(Failures.shown(path), content.bytes()));
        put(
            path,
            new Taken(
                Optional.of(changed.stamp()),
                Optional.of(content.hash()),
                content.bytes().length,
                said.keys(),
                Optional.empty()));
        yield new Read.Different(said);
      }
    };
  }

  /** What reading a file gave. */
  sealed interface Read {
    /** It says something else than before. */
    record Different(FileContent content) implements Read {}

    /** It says what it said before. */
    record Same() implements Read {}

    /** It changed while it was read. */
    record Unsteady() implements Read {}
  }

  /** Takes note of what is not looked into. */
  FileContent refuse(Path path, Problem problem) {
    put(path, new Taken(Optional.empty(), Optional.empty(), 0, Set.of(), Optional.of(problem)));
    return FileContent.unreadable(problem);
  }

  private void put(Path path, Taken now) {
    totalBytes += now.size() - taken(path).size();
    byPath.put(path, now);
  }

  void remove(Path path) {
    totalBytes -= taken(path).size();
    byPath.remove(path);
  }

  private Taken taken(Path path) {
    return byPath.getOrDefault(path, NOTHING);
  }

  /** The hash of the content of a file, if it was read. */
  Optional<String> hash(Path path) {
    return taken(path).hash();
  }

  /** The objects a file speaks about, as far as they are known. */
  Set<ObjectKey> keys(Path path) {
    return taken(path).keys();
  }

  /** The work done so far. */
  long filesRead() {
    return filesRead;
  }
}
