package net.clusterlink.systemtests.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A gateway's directory of manifests, changed as the product asks: by a rename into place. */
public final class ConfigDirectory {
  private final Path folder;
  private final Path drafts;

  private ConfigDirectory(Path folder, Path drafts) {
    this.folder = folder;
    this.drafts = drafts;
  }

  /** An empty directory. */
  public static ConfigDirectory create(Path folder) {
    try {
      Path drafts = folder.resolveSibling(folder.getFileName() + "-drafts");
      Files.createDirectories(drafts);
      return new ConfigDirectory(Files.createDirectories(folder), drafts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  /** Adds or replaces a file. */
  public void put(String file, String... manifests) {
    try {
      Path draft = drafts.resolve(file);
      Files.writeString(draft, String.join("---\n", manifests));
      Files.move(
          draft,
          folder.resolve(file),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a file, if it is there. */
  public void remove(String file) {
    try {
      Files.deleteIfExists(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
