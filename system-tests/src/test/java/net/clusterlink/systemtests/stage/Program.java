package net.clusterlink.systemtests.stage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Programs, run to their end with nothing on standard input. */
public final class Program {
  private static final Executor A_MINUTE_LATER =
      CompletableFuture.delayedExecutor(1, TimeUnit.MINUTES);

  private Program() {}

  /**
   * What a program left behind.
   *
   * @param output standard output and standard error, as they came
   */
  public record Result(int exitCode, String output) {}

  /** Runs a program; it is killed when it takes over a minute. */
  public static Result run(Path folder, List<String> command) {
    Process process = start(folder, command);
    try {
      A_MINUTE_LATER.execute(process::destroyForcibly);
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output);
    } catch (IOException e) {
      throw new AssertionError(command + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(command + " was interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start(Path folder, List<String> command) {
    try {
      return new ProcessBuilder(command)
          .directory(folder.toFile())
          .redirectErrorStream(true)
          .start();
    } catch (IOException e) {
      throw new AssertionError(
          "cannot run '%s': install it and run again (%s)"
              .formatted(command.getFirst(), e.getMessage()),
          e);
    }
  }
}
