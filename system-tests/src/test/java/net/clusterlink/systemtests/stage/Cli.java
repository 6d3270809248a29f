package net.clusterlink.systemtests.stage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a command of {@code clusterlink} to its end. */
public final class Cli {
  private static final List<String> JVM =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dstdout.encoding=UTF-8");

  private Cli() {}

  /** Runs in a folder; the command must end by itself. */
  public static Program.Result run(Path folder, String... arguments) {
    return Program.run(folder, JavaCommand.of(JVM, List.of(arguments)));
  }

  /** Runs in a folder with so many file descriptors at most. */
  public static Program.Result runWithDescriptors(int limit, Path folder, String... arguments) {
    List<String> line =
        new ArrayList<>(
            List.of("/bin/sh", "-c", "ulimit -n " + limit + " && exec \"$@\"", "clusterlink"));
    line.addAll(JavaCommand.of(JVM, List.of(arguments)));
    return Program.run(folder, line);
  }

  /** Runs in a folder and insists on exit code 0. */
  public static void runWell(Path folder, String... arguments) {
    Program.Result result = run(folder, arguments);
    if (result.exitCode() != 0) {
      throw new AssertionError(
          "clusterlink %s: exit code %d%n%s"
              .formatted(String.join(" ", arguments), result.exitCode(), result.output()));
    }
  }
}
