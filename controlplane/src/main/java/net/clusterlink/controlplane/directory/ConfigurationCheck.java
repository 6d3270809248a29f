package net.clusterlink.controlplane.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import net.clusterlink.controlplane.store.StoreException;

/**
 * Reads a configuration once, by the same rules as a gateway that starts with it, and tells all
 * that is wrong at once. Nothing is written, nothing is connected to; any thread.
 */
public final class ConfigurationCheck {
  private final DirectoryOptions options;

  /** A check with the bounds a gateway uses. */
  public ConfigurationCheck() {
    this(DirectoryOptions.defaults());
  }

  ConfigurationCheck(DirectoryOptions options) {
    this.options = options;
  }

  /**
   * Checks a directory of manifests, or one manifest, whatever its name.
   *
   * @throws StoreException when there is nothing to read at the path; the message names the remedy
   */
  public ConfigurationReport check(Path path) {
    Batch batch = Files.isRegularFile(path) ? file(path) : directory(path);
    var catalog = new Catalog();
    catalog.take(batch, Duration.ZERO);
    return new ConfigurationReport(
        batch.changed().size(), catalog.inForce(), catalog.problems(), catalog.unreadable());
  }

  private Batch directory(Path path) {
    DirectoryStore.ensureReadable(path);
    var files = new DirectoryFiles(path, options.withoutWaiting(), InstantSource.system());
    files.look(0);
    return files.take(0, true);
  }

  private Batch file(Path path) {
    var taken = new TakenFiles(options);
    try {
      Path real = path.toRealPath();
      FileStamp stamp = FileStamp.of(real);
      FileContent content =
          switch (taken.read(path, new Awaited.Changed(real, stamp, 0, 0))) {
            case TakenFiles.Read.Different(FileContent different) -> different;
            case TakenFiles.Read.Same _, TakenFiles.Read.Unsteady _ ->
                taken.refuse(path, DirectoryFiles.stillChanging(path));
          };
      return new Batch(Map.of(Failures.shown(path), content), Set.of(), Map.of());
    } catch (IOException e) {
      throw new StoreException(
          path + " cannot be read: " + Failures.reason(e) + "; name a file that can", e);
    }
  }
}
