package net.clusterlink.systemtests.stage;

import java.nio.file.Path;
import java.util.List;

/** Runs a command of {@code clusterlink} to its end. */
public final class Cli {
  private Cli() {}

  /** Runs in a folder; the command must end by itself. */
  public static Program.Result run(Path folder, String... arguments) {
    List<String> jvm = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    return Program.run(folder, JavaCommand.of(jvm, List.of(arguments)));
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
