package net.clusterlink.bench.process;

import java.time.Duration;
import net.clusterlink.bench.BenchException;

/** Waiting, which is what a course does when it does not measure. */
public final class Pause {
  private static final Duration MOMENT = Duration.ofMillis(10);

  private Pause() {}

  /** Long enough for another process to get somewhere. */
  public static void aMoment() {
    of(MOMENT);
  }

  /**
   * Waits.
   *
   * @throws BenchException when the course is interrupted meanwhile
   */
  public static void of(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    }
  }
}
