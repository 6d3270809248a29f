package net.clusterlink.cli.gateway;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How this process ends on SIGTERM and SIGINT. The JVM would end at once, with the signal's number
 * for its exit code; once somebody has asked to {@link #takeSignals}, a signal only releases {@link
 * #await}, and the process ends when its main thread comes to {@link #exit}. Open, since a test
 * must not take the signals of its JVM.
 */
public class Termination {
  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile int exitCode;

  /** From now on, signals release {@link #await} and do no more. */
  public void takeSignals() {
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("termination").unstarted(this::onShutdown));
  }

  /** Returns when the process is told to end. */
  public void await() throws InterruptedException {
    requested.await();
  }

  /** Waits for that, but no longer than this; whether the process is told to end. */
  public boolean await(Duration time) throws InterruptedException {
    return requested.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Ends the process, when all is done that had to be done. Never returns. */
  public void exit(int code) {
    exitCode = code;
    ended.countDown();
    System.exit(code);
  }

  /** Runs while the JVM shuts down, which is why the exit code can only be set by halting. */
  private void onShutdown() {
    requested.countDown();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.out.flush();
    System.err.flush();
    Runtime.getRuntime().halt(exitCode);
  }
}
