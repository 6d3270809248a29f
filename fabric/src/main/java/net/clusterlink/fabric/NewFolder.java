package net.clusterlink.fabric;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * A folder of new files that appears in its place complete, or not at all. It is filled beside its
 * place, under a name that begins with a dot, and then moved there in one step. Folder and keys are
 * never open to others, not even for a moment: they are created with their permissions.
 */
final class NewFolder implements AutoCloseable {
  private static final String FOLDER_MODE = "rwx------";

  private final Path place;
  private final Path staged;
  private final List<Path> files = new ArrayList<>();
  private boolean moved;

  private NewFolder(Path place, Path staged) {
    this.place = place;
    this.staged = staged;
  }

  /** Begins a folder in a parent that exists. */
  static NewFolder in(Path parent, String name) {
    Path place = parent.resolve(name);
    try {
      Path staged =
          Files.createTempDirectory(
              parent,
              ".new-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(FOLDER_MODE)));
      return new NewFolder(place, staged);
    } catch (IOException e) {
      throw NewFile.notWritten(place, e);
    } catch (UnsupportedOperationException e) {
      throw new FabricException(
          FabricException.Kind.FAILED,
          "the file system of " + Shown.path(parent) + " cannot keep a key to its owner",
          "choose a folder on a file system with POSIX permissions",
          e);
    }
  }

  /** Whether anything stands in a place, a symbolic link that leads nowhere included. */
  static boolean isTaken(Path place) {
    return Files.exists(place, LinkOption.NOFOLLOW_LINKS);
  }

  /** Adds a file of blocks that anyone may read. */
  void writeCertificates(String name, List<PemObject> blocks) {
    write(name, NewFile.PUBLIC_MODE, blocks);
  }

  /** Adds a file of a key, for its owner alone. */
  void writeKey(String name, PemObject key) {
    write(name, NewFile.KEY_MODE, List.of(key));
  }

  private void write(String name, String mode, List<PemObject> blocks) {
    Path file = staged.resolve(name);
    files.add(file);
    try (FileChannel channel = NewFile.create(file, mode)) {
      NewFile.write(channel, blocks);
    } catch (IOException e) {
      throw NewFile.notWritten(place.resolve(name), e);
    }
  }

  /** Puts the folder in its place, where nothing may be. */
  Path moveIntoPlace() {
    if (isTaken(place)) {
      throw new FabricException(
          FabricException.Kind.EXISTS,
          Shown.path(place) + " was made by somebody else at the same time",
          "use that one, or choose another name");
    }
    try {
      Files.move(staged, place, StandardCopyOption.ATOMIC_MOVE);
      moved = true;
      return place;
    } catch (IOException e) {
      throw NewFile.notWritten(place, e);
    }
  }

  /** Removes what was written, unless it was moved into place. */
  @Override
  public void close() {
    if (moved) {
      return;
    }
    try {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.delete(staged);
    } catch (IOException e) {
      throw FabricException.failed(
          "could not remove the unfinished " + Shown.path(staged), "remove it by hand", e);
    }
  }
}
