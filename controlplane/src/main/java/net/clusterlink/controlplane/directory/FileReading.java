package net.clusterlink.controlplane.directory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import net.clusterlink.api.yaml.Problem;

/** The outcome of reading one file. */
sealed interface FileReading {

  /** Its content, and a hash that tells equal content. */
  final class Content implements FileReading {
    private final byte[] bytes;
    private final String hash;

    private Content(byte[] bytes) {
      this.bytes = bytes;
      this.hash = HexFormat.of().formatHex(sha256().digest(bytes));
    }

    byte[] bytes() {
      return bytes;
    }

    String hash() {
      return hash;
    }
  }

  /** It cannot be read. */
  record Failed(Problem problem) implements FileReading {}

  /** It changed meanwhile, or is gone. */
  record Unsteady() implements FileReading {}

  /** How many bytes a file may have, and by which limit. */
  sealed interface Room {
    long bytes();

    /** As many as any file. */
    record OfFile(long bytes) implements Room {}

    /** As many as the other files leave of what all may have together. */
    record Left(long bytes, long limit) implements Room {}
  }

  /**
   * Reads a file that is to be as its stamp says.
   *
   * @param path under which it is told
   * @param room how many bytes it may have
   */
  static FileReading read(Path path, Path real, FileStamp stamp, Room room) {
    try {
      if (!FileStamp.of(real).equals(stamp)) {
        return new Unsteady();
      }
      if (stamp.size() > room.bytes()) {
        return tooLarge(path, stamp.size(), room);
      }
      byte[] bytes;
      try (InputStream in = Files.newInputStream(real)) {
        bytes = in.readNBytes(Math.toIntExact(room.bytes() + 1));
      }
      if (!FileStamp.of(real).equals(stamp)) {
        return new Unsteady();
      }
      return bytes.length > room.bytes() ? tooLarge(path, bytes.length, room) : new Content(bytes);
    } catch (java.nio.file.NoSuchFileException _) {
      return new Unsteady();
    } catch (IOException e) {
      return new Failed(
          Failures.problem(
              path,
              "this file cannot be read: " + Failures.reason(e),
              "give the gateway's user the right to read it"));
    }
  }

  private static FileReading tooLarge(Path path, long size, Room room) {
    return new Failed(
        switch (room) {
          case Room.OfFile(long limit) ->
              Failures.problem(
                  path,
                  "this file has "
                      + size
                      + " bytes, more than the limit of "
                      + limit
                      + " bytes for one file",
                  "split it, or remove what is not needed");
          case Room.Left(long left, long limit) ->
              Failures.problem(
                  path,
                  "this file has "
                      + size
                      + " bytes, and "
                      + left
                      + " are left of the limit of "
                      + limit
                      + " bytes for all files together",
                  "remove from the directory what is not needed");
        });
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
