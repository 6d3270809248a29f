package net.clusterlink.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.clusterlink.admin.check.Progress;

/**
 * Tells on a terminal that checks are under way, once they have taken a second; the line is gone
 * when they have ended. Nothing is told to a file or a pipe.
 */
final class CheckProgress implements Progress, AutoCloseable {
  private static final Duration QUIET = Duration.ofSeconds(1);
  private static final int WIDTH = 40;

  private final PrintWriter err;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread teller;
  private volatile String state = "checking";

  private CheckProgress(PrintWriter err, boolean terminal) {
    this.err = err;
    this.teller = Thread.ofVirtual().name("progress").start(terminal ? this::tell : () -> {});
  }

  static CheckProgress on(PrintWriter err) {
    // JDK 25 may say that there is none, as before JDK 22.
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return new CheckProgress(err, terminal);
  }

  @Override
  public void done(int ended, int all) {
    state = "checking, " + ended + " of " + all + " done";
  }

  private void tell() {
    try {
      boolean told = false;
      while (!closed.await(told ? 200 : QUIET.toMillis(), TimeUnit.MILLISECONDS)) {
        write(state);
        told = true;
      }
      if (told) {
        write("");
        err.print('\r');
        err.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(String text) {
    err.print("\r" + text + " ".repeat(Math.max(0, WIDTH - text.length())));
    err.flush();
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      teller.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
