package net.clusterlink.bench.process;

import net.clusterlink.bench.BenchException;

/** What is done when the course is interrupted, unless this was closed before. */
public final class ShutdownHook implements Resource {
  private final Thread thread;

  private ShutdownHook(Thread thread) {
    this.thread = thread;
  }

  /**
   * Sets it up.
   *
   * @throws BenchException when the course is ending already; the work is done then
   */
  public static ShutdownHook add(String name, Runnable work) {
    ShutdownHook hook = new ShutdownHook(new Thread(work, name));
    try {
      Runtime.getRuntime().addShutdownHook(hook.thread);
    } catch (IllegalStateException ending) {
      work.run();
      throw new BenchException("the course was interrupted", ending);
    }
    return hook;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException ending) {
      // The hook is at work, and what it does has been done or does no harm.
    }
  }
}
