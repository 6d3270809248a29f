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

  /**
   * Reads a file that is to be as its stamp says.
   *
   * @param path under which it is told
   * @param most bytes it may have, by the limit named
   */
  static FileReading read(Path path, Path real, FileStamp stamp, long most, String limit) {
    try {
      if (!FileStamp.of(real).equals(stamp)) {
        return new Unsteady();
      }
      if (stamp.size() > most) {
        return tooLarge(path, most, limit);
      }
      byte[] bytes;
      try (InputStream in = Files.newInputStream(real)) {
        bytes = in.readNBytes(Math.toIntExact(most + 1));
      }
      if (!FileStamp.of(real).equals(stamp)) {
        return new Unsteady();
      }
      return bytes.length > most ? tooLarge(path, most, limit) : new Content(bytes);
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

  private static FileReading tooLarge(Path path, long most, String limit) {
    return new Failed(
        Failures.problem(
            path,
            "this file does not fit into " + limit + "; " + most + " bytes are left for it",
            "split it, or remove what is not needed"));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
