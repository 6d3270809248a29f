package net.clusterlink.systemtests.stage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Programs, run to their end. */
public final class Program {
  private static final Executor A_MINUTE_LATER =
      CompletableFuture.delayedExecutor(1, TimeUnit.MINUTES);

  private Program() {}

  /**
   * What a program left behind.
   *
   * @param output standard output and standard error, as far as they did not go elsewhere
   */
  public record Result(int exitCode, String output) {}

  /** Runs a program with nothing on its standard input. */
  public static Result run(Path folder, List<String> command) {
    return finish(
        command,
        start(
            command,
            new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)));
  }

  /**
   * Runs a program from file to file.
   *
   * @param input its standard input
   * @param output where its standard output goes; the result has its standard error alone
   */
  public static Result run(Path folder, Path input, Path output, List<String> command) {
    return finish(
        command,
        start(
            command,
            new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())));
  }

  /** It is killed when it takes over a minute. */
  private static Result finish(List<String> command, Process process) {
    try {
      A_MINUTE_LATER.execute(process::destroyForcibly);
      process.getOutputStream().close();
      InputStream said = process.getInputStream();
      String output = new String(said.readAllBytes(), StandardCharsets.UTF_8);
      String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), output + errors);
    } catch (IOException e) {
      throw new AssertionError(command + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(command + " was interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start(List<String> command, ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new AssertionError(
          "cannot run '%s': install it and run again (%s)"
              .formatted(command.getFirst(), e.getMessage()),
          e);
    }
  }
}
