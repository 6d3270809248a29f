package net.clusterlink.systemtests.foreign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.clusterlink.systemtests.stage.Installed;
import net.clusterlink.systemtests.stage.Program;

/**
 * A folder for a server that is not to run as root, and the user it runs as instead: whoever runs
 * the tests, unless that is root. It is not beneath the checkout, which such a user may be unable
 * to reach.
 */
final class ServerHome implements AutoCloseable {
  /** It comes with PostgreSQL, which refuses root, and has a shell, which an ssh session needs. */
  private static final String SUBSTITUTE = "postgres";

  private static final int ROOT = 0;

  private final Path folder;

  private ServerHome(Path folder) {
    this.folder = folder;
  }

  /** A new folder, for its user alone. */
  static ServerHome create() {
    try {
      Path folder = Files.createTempDirectory("clusterlink-");
      if (isRoot()) {
        Files.setOwner(folder, substitute());
      }
      return new ServerHome(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder() {
    return folder;
  }

  /** The name of the user. */
  String user() {
    return isRoot() ? SUBSTITUTE : System.getProperty("user.name");
  }

  /** A command as the user runs it; it becomes that command, with no process between. */
  List<String> command(List<String> command) {
    if (!isRoot()) {
      return command;
    }
    List<String> line =
        new ArrayList<>(
            List.of(
                Installed.program("setpriv", "util-linux"),
                "--reuid=" + SUBSTITUTE,
                "--regid=" + SUBSTITUTE,
                "--init-groups",
                "--no-new-privs"));
    line.addAll(command);
    return line;
  }

  /** Runs a command as the user, to its good end. */
  void run(List<String> command) {
    Program.Result result = Program.run(folder, command(command));
    if (result.exitCode() != 0) {
      throw new AssertionError(
          "%s ended with %d:%n%s".formatted(command, result.exitCode(), result.output()));
    }
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(ROOT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static UserPrincipal substitute() throws IOException {
    try {
      return Path.of("/")
          .getFileSystem()
          .getUserPrincipalLookupService()
          .lookupPrincipalByName(SUBSTITUTE);
    } catch (UserPrincipalNotFoundException e) {
      throw new AssertionError(
          "there is no user '%s' to run a server as: install package postgresql, or run the tests as another user than root"
              .formatted(SUBSTITUTE),
          e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
