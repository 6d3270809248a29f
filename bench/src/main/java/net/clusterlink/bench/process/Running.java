package net.clusterlink.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import net.clusterlink.bench.BenchException;

/** A process of the course. It never outlives the one that started it, if that can end in order. */
public final class Running implements Resource {
  private static final long START_LIMIT_NS = TimeUnit.SECONDS.toNanos(60);
  private static final long GRACE_SECONDS = 3;
  private static final int SHOWN_LINES = 10;

  private final String name;
  private final Path log;
  private final Process process;
  private final ShutdownHook reaper;

  private Running(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
    this.reaper = ShutdownHook.add("reaper-" + name, () -> Deadline.kill(process));
  }

  /**
   * Starts a program; what it prints goes into a file.
   *
   * @throws BenchException when it cannot be started
   */
  public static Running start(String name, Path log, List<String> command) {
    try {
      return new Running(
          name,
          log,
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(log.toFile())
              .start());
    } catch (IOException e) {
      throw new BenchException("cannot start %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  /**
   * Waits until something holds.
   *
   * @throws BenchException when the process ends before, or it takes over a minute
   */
  public Running awaiting(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (!process.isAlive()) {
        throw new BenchException(name + " ended at once; " + lastWords());
      }
      if (System.nanoTime() - start > START_LIMIT_NS) {
        throw new BenchException(
            "%s: not %s after a minute; %s".formatted(name, what, lastWords()));
      }
      Pause.aMoment();
    }
    return this;
  }

  /** Waits until somebody listens on a port. */
  public Running listening(int port) {
    return awaiting("listening on port " + port, () -> Ports.isListening(port));
  }

  /** The process. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  private String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log);
      return "its log %s ends: %s"
          .formatted(
              log,
              String.join(
                  " / ", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size())));
    } catch (IOException e) {
      return "its log %s cannot be read: %s".formatted(log, e.getMessage());
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        Deadline.kill(process);
        process.waitFor();
      }
    } catch (InterruptedException e) {
      Deadline.kill(process);
      Thread.currentThread().interrupt();
    }
    reaper.close();
  }
}
