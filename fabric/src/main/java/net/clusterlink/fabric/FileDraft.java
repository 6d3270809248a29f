package net.clusterlink.fabric;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * The new content of a file, written beside it and moved over it in one step. As long as there is a
 * draft of a file there is no second one, so that two who change a file at once do not undo each
 * other's change: whoever begins before reading the file may rely on what was read.
 */
final class FileDraft implements AutoCloseable {
  private final Path place;
  private final Path draft;
  private final FileChannel channel;
  private boolean moved;

  private FileDraft(Path place, Path draft, FileChannel channel) {
    this.place = place;
    this.draft = draft;
    this.channel = channel;
  }

  /** Begins a draft of a file, which may be there already or not. */
  static FileDraft of(Path place, String mode) {
    Path draft = place.resolveSibling("." + place.getFileName() + ".new");
    try {
      return new FileDraft(place, draft, NewFile.create(draft, mode));
    } catch (FileAlreadyExistsException e) {
      throw new FabricException(
          FabricException.Kind.EXISTS,
          Shown.path(place) + " is being changed by somebody else at the same time",
          "try again; if nobody is, a change was broken off: remove " + Shown.path(draft),
          e);
    } catch (IOException e) {
      throw NewFile.notWritten(place, e);
    }
  }

  /** Fills it. */
  void write(List<PemObject> blocks) {
    try {
      NewFile.write(channel, blocks);
      channel.close();
    } catch (IOException e) {
      throw NewFile.notWritten(place, e);
    }
  }

  /** Puts it in the place of the file. */
  void moveIntoPlace() {
    try {
      Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      moved = true;
    } catch (IOException e) {
      throw NewFile.notWritten(place, e);
    }
  }

  /** Removes it, unless it was moved into place. */
  @Override
  public void close() {
    try {
      channel.close();
      if (!moved) {
        Files.delete(draft);
      }
    } catch (IOException e) {
      throw FabricException.failed(
          "could not remove the unfinished " + Shown.path(draft), "remove it by hand", e);
    }
  }
}
