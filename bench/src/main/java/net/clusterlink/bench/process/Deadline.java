package net.clusterlink.bench.process;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Kills a process that takes too long, so that whoever reads what it prints comes to an end. */
public final class Deadline {
  private final CompletableFuture<Boolean> passed = new CompletableFuture<>();

  private Deadline() {}

  /** From now on. */
  public static Deadline of(Process process, Duration limit) {
    Deadline deadline = new Deadline();
    CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> {
          if (deadline.passed.complete(true)) {
            kill(process);
          }
        });
    return deadline;
  }

  /** Ends it, and says whether it had passed. */
  public boolean hasPassed() {
    return !passed.complete(false) && passed.join();
  }

  /** Kills a process with its children, and leaves what it printed to be read. */
  static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    // The process itself would close the streams to it.
    process.toHandle().destroyForcibly();
  }
}
