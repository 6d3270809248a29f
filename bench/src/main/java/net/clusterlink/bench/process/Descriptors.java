package net.clusterlink.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.clusterlink.bench.BenchException;

/** How many descriptors a process may have; JVMs raise the soft limit to the hard one. */
public final class Descriptors {
  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final String ROW = "Max open files";
  private static final int HARD = 1;

  /** What a process has open besides: jars, logs, wakers, sockets of heartbeats. */
  private static final int BESIDES = 200;

  private Descriptors() {}

  /**
   * Looks whether there are enough.
   *
   * @param what they are for
   * @throws BenchException when there are not; it says what to raise
   */
  public static void require(int count, String what) {
    require(count, what, lines());
  }

  static void require(int count, String what, List<String> limits) {
    long needed = (long) count + BESIDES;
    long allowed = hardLimit(limits);
    if (allowed < needed) {
      throw new BenchException(
          "%s need %d descriptors in one process, and the hard limit is %d; raise it before the start, as root: ulimit -Hn %d && ulimit -n %d"
              .formatted(what, needed, allowed, needed, needed));
    }
  }

  /** The hard limit in what {@code /proc/<pid>/limits} says, see proc(5). */
  static long hardLimit(List<String> limits) {
    String hard =
        limits.stream()
            .filter(line -> line.startsWith(ROW))
            .map(line -> line.substring(ROW.length()).strip().split("\\s+", -1)[HARD])
            .findFirst()
            .orElseThrow(() -> new BenchException(LIMITS + " says nothing of open files"));
    return hard.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(hard);
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(LIMITS);
    } catch (IOException e) {
      throw new BenchException("cannot read %s: %s".formatted(LIMITS, e.getMessage()), e);
    }
  }
}
