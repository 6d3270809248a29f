package net.clusterlink.bench.rival;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import net.clusterlink.bench.BenchException;
import net.clusterlink.bench.process.Program;

/**
 * The certificates of the course, which all variants show: west's in the first hop, east's in the
 * second.
 *
 * @param folder a fabric's
 */
public record Certificates(Path folder) {
  static final String WEST = "west";
  static final String EAST = "east";

  /**
   * Makes a fabric with two peers, as users do.
   *
   * @param clusterlink the command
   * @throws BenchException when that fails
   */
  public static Certificates create(Path clusterlink, Path parent) {
    String command = clusterlink.toString();
    Program.run(parent, List.of(command, "create", "fabric", "--name", "course"));
    for (String peer : List.of(WEST, EAST)) {
      Program.run(
          parent, List.of(command, "create", "peer-cert", "--fabric", "course", "--name", peer));
    }
    Certificates made = new Certificates(parent.resolve("course"));
    List.of(WEST, EAST).forEach(made::join);
    return made;
  }

  /** Certificate and key in one file, as HAProxy wants them. */
  private void join(String peer) {
    try {
      Path joined =
          Files.createFile(
              pem(peer),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(joined, Files.readString(cert(peer)) + Files.readString(key(peer)));
    } catch (IOException e) {
      throw new BenchException("cannot write %s: %s".formatted(pem(peer), e.getMessage()), e);
    }
  }

  /** What the gateway of the first hop needs. */
  public Path west() {
    return peer(WEST);
  }

  /** What the gateway of the second hop needs. */
  public Path east() {
    return peer(EAST);
  }

  Path peer(String peer) {
    return folder.resolve(peer);
  }

  Path ca(String peer) {
    return peer(peer).resolve("ca.pem");
  }

  Path cert(String peer) {
    return peer(peer).resolve("cert.pem");
  }

  Path key(String peer) {
    return peer(peer).resolve("key.pem");
  }

  Path pem(String peer) {
    return peer(peer).resolve("joined.pem");
  }
}
