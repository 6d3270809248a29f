package net.clusterlink.bench.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.clusterlink.bench.BenchException;

/** Programs of this machine. */
public final class Program {
  /** The longest load takes 40 seconds. */
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private Program() {}

  /** Where a program is: on the path, or where an ordinary user's path does not lead. */
  public static Optional<Path> find(String name) {
    return Stream.concat(
            Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":")),
            Stream.of("/usr/sbin", "/sbin", "/usr/local/sbin"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Where a program is that the course cannot do without.
   *
   * @throws BenchException when it is not installed
   */
  public static Path require(String name) {
    return find(name)
        .orElseThrow(() -> new BenchException(name + " is not installed; bench/setup installs it"));
  }

  /**
   * Runs a program to its end.
   *
   * @return what it printed
   * @throws BenchException when it fails, or takes over two minutes
   */
  public static String run(Path folder, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      Deadline deadline = Deadline.of(process, LIMIT);
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (deadline.hasPassed()) {
        throw new BenchException(
            "%s was not done after %d s and was ended; look whether what it asks still answers; it said: %s"
                .formatted(String.join(" ", command), LIMIT.toSeconds(), said.strip()));
      }
      if (code != 0) {
        throw new BenchException(
            "%s failed: %s".formatted(String.join(" ", command), said.strip()));
      }
      return said;
    } catch (IOException e) {
      throw new BenchException(
          "cannot run %s: %s".formatted(command.getFirst(), e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted while it ran " + command.getFirst(), e);
    }
  }
}
