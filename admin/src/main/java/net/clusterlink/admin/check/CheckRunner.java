package net.clusterlink.admin.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs checks side by side, each on a virtual thread and for a limited time: one that hangs is a
 * finding of its own and holds up nobody. The findings come in the order of their groups, and
 * within a group in that of the checks, whichever ended first.
 */
final class CheckRunner {
  private final Duration limit;
  private final Semaphore atOnce;

  /**
   * A runner.
   *
   * @param limit the time of each check
   * @param atOnce how many run at once
   */
  CheckRunner(Duration limit, int atOnce) {
    this.limit = limit;
    this.atOnce = new Semaphore(atOnce);
  }

  List<Finding> run(List<Check> checks, Progress progress) throws InterruptedException {
    var ended = new AtomicInteger();
    List<FutureTask<List<Finding>>> runs = new ArrayList<>();
    for (Check check : checks) {
      var run =
          new FutureTask<>(() -> {
            List<Finding> findings = limited(check);
            progress.done(ended.incrementAndGet(), checks.size());
            return findings;
          });
      runs.add(run);
      Thread.ofVirtual().name("check " + check.subject()).start(run);
    }
    List<Finding> all = new ArrayList<>();
    for (FutureTask<List<Finding>> run : runs) {
      all.addAll(result(run));
    }
    all.sort(Comparator.comparing(Finding::group));
    return all;
  }

  private List<Finding> limited(Check check) throws InterruptedException {
    atOnce.acquire();
    var look = new FutureTask<>(check::look);
    try {
      Thread.ofVirtual().name("look " + check.subject()).start(look);
      return look.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return List.of(
          Finding.failure(
              check.group(),
              check.subject(),
              "no result within " + limit.toSeconds() + " s",
              "see whether this machine, its disks or its network hang, then check again"));
    } catch (ExecutionException e) {
      throw fault(check, e);
    } finally {
      look.cancel(true);
      atOnce.release();
    }
  }

  private static List<Finding> result(FutureTask<List<Finding>> run) throws InterruptedException {
    try {
      return run.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException fault
          ? fault
          : new IllegalStateException("a check was interrupted", e);
    }
  }

  private static RuntimeException fault(Check check, ExecutionException e) {
    return new IllegalStateException(
        "check " + check.group() + ", " + check.subject() + ": " + e.getCause(), e);
  }
}
