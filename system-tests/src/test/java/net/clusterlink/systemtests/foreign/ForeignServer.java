package net.clusterlink.systemtests.foreign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.clusterlink.systemtests.stage.Signal;
import org.awaitility.Awaitility;

/** Somebody else's server as a process of the test. It never outlives the tests' JVM. */
final class ForeignServer implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final int END_LIMIT_S = 10;

  private final Process process;
  private final Path log;
  private final Thread reaper;

  private ForeignServer(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.reaper = new Thread(this::kill, "reaper");
    Runtime.getRuntime().addShutdownHook(reaper);
  }

  /**
   * Starts a server and waits until it says that it is ready.
   *
   * @param log where its standard output and standard error go
   * @param ready what it says there then
   */
  static ForeignServer start(Path log, String ready, List<String> command) {
    ForeignServer server = launch(log, command);
    try {
      Awaitility.await("the server is ready")
          .atMost(START_LIMIT)
          .failFast("the server ended", () -> !server.process.isAlive())
          .until(() -> server.said().contains(ready));
      return server;
    } catch (RuntimeException | Error e) {
      String said = server.said();
      server.close();
      throw new AssertionError("%s did not start; it said:%n%s".formatted(command, said), e);
    }
  }

  private static ForeignServer launch(Path log, List<String> command) {
    try {
      return new ForeignServer(
          new ProcessBuilder(command)
              .directory(log.resolveSibling("").toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start(),
          log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      if (process.isAlive()) {
        Signal.INT.to(process.toHandle());
        process.waitFor(END_LIMIT_S, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      kill();
      Runtime.getRuntime().removeShutdownHook(reaper);
    }
  }

  private void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
