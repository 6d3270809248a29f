package net.clusterlink.cli.gateway;

import java.util.concurrent.CountDownLatch;

/**
 * A way to end on SIGTERM and SIGINT in good order and with an exit code of one's own: while it is
 * open, such a signal releases {@link #await}, and the process ends when this is closed. Without
 * it, the JVM would end at once, with the signal's number for its exit code.
 */
public final class Termination implements AutoCloseable {
  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  private final int exitCode;

  private Termination(int exitCode) {
    this.exitCode = exitCode;
  }

  /**
   * Takes the signals from now on.
   *
   * @param exitCode what the process ends with after a signal
   */
  public static Termination onSignal(int exitCode) {
    Termination termination = new Termination(exitCode);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform().name("termination").unstarted(termination::onShutdown));
    return termination;
  }

  /** Returns when the process is told to end. */
  public void await() throws InterruptedException {
    requested.await();
  }

  /** All is done that had to be done. */
  @Override
  public void close() {
    closed.countDown();
  }

  private void onShutdown() {
    boolean signalled = closed.getCount() > 0;
    requested.countDown();
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (signalled) {
      System.out.flush();
      System.err.flush();
      Runtime.getRuntime().halt(exitCode);
    }
  }
}
