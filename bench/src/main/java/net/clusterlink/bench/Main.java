package net.clusterlink.bench;

import java.nio.file.Path;
import picocli.CommandLine;

/** Where the course begins. */
public final class Main {
  private Main() {}

  /** Runs the course; the system property {@code clusterlink.home} says where the sources are. */
  public static void main(String... args) {
    Path home = Path.of(System.getProperty("clusterlink.home", ".")).toAbsolutePath().normalize();
    System.exit(command(home).execute(args));
  }

  /** The command, which ends with 1 when something could not be measured. */
  static CommandLine command(Path home) {
    CommandLine command = new CommandLine(new BenchCommand(home));
    command.setExecutionExceptionHandler((failure, line, _) -> {
      if (failure instanceof BenchException) {
        line.getErr().println("error: " + failure.getMessage());
        return 1;
      }
      throw failure;
    });
    return command;
  }
}
