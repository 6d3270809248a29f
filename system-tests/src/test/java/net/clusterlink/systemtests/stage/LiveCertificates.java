package net.clusterlink.systemtests.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The folder of certificates of a gateway that runs, on a host of its own: what a fabric issues is
 * copied into it file by file, each by a rename.
 */
public final class LiveCertificates {
  private final Path folder;

  private LiveCertificates(Path folder) {
    this.folder = folder;
  }

  /** A copy of what a fabric issued. */
  public static LiveCertificates copyOf(Path issued, Path folder) {
    try {
      LiveCertificates copy = new LiveCertificates(Files.createDirectories(folder));
      for (String file : new String[] {"ca.pem", "key.pem", "cert.pem"}) {
        copy.put(file, Files.readString(issued.resolve(file)));
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a gateway is given as {@code --certs}. */
  public Path folder() {
    return folder;
  }

  /** Goes over to another certificate and key. */
  public void renew(Path issued) {
    put("key.pem", read(issued.resolve("key.pem")));
    put("cert.pem", read(issued.resolve("cert.pem")));
  }

  /** Trusts the authorities of these fabrics alone. */
  public void trust(Path... fabrics) {
    put(
        "ca.pem",
        Arrays.stream(fabrics)
            .map(fabric -> read(fabric.resolve("cert.pem")))
            .collect(Collectors.joining()));
  }

  /** Adds or replaces a file. */
  public void put(String file, String content) {
    try {
      Path draft = Files.writeString(folder.resolve(file + ".draft"), content);
      if (file.equals("key.pem")) {
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
      }
      Files.move(
          draft,
          folder.resolve(file),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a file. */
  public void remove(String file) {
    try {
      Files.delete(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
