package net.clusterlink.systemtests.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests begun at fixed times, whether those before have ended or not: as from many clients that
 * do not know of each other. A slow server does not slow them down.
 */
final class OpenLoop {
  private static final int MOST_FAILURES_KEPT = 10;

  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger underWay = new AtomicInteger();
  private final List<String> kept = new CopyOnWriteArrayList<>();

  /** One request. */
  @FunctionalInterface
  interface Request {
    /** Does all of it, and throws unless it went well. */
    void make(int number) throws IOException;
  }

  /**
   * What came of it.
   *
   * @param failures how many failed, with some of their reasons
   * @param mostAtOnce how many were under way at once
   * @param late how long after its time the last one was begun
   */
  record Outcome(
      int failures,
      List<String> reasons,
      int mostAtOnce,
      Duration median,
      Duration worstOfAHundred,
      Duration worst,
      Duration late) {}

  private OpenLoop() {}

  /** Makes requests, so many a second for so long, and waits for the last to end. */
  static Outcome run(int perSecond, Duration time, Request request) {
    return new OpenLoop().all(perSecond, Math.toIntExact(perSecond * time.toSeconds()), request);
  }

  private Outcome all(int perSecond, int total, Request request) {
    long[] tookNs = new long[total];
    CountDownLatch done = new CountDownLatch(total);
    long startNs = System.nanoTime();
    int mostAtOnce = 0;
    for (int i = 0; i < total; i++) {
      int number = i;
      awaitTime(startNs + TimeUnit.SECONDS.toNanos(number) / perSecond);
      mostAtOnce = Math.max(mostAtOnce, underWay.incrementAndGet());
      Thread.ofVirtual()
          .start(() -> {
            tookNs[number] = one(number, request);
            underWay.decrementAndGet();
            done.countDown();
          });
    }
    long lateNs = System.nanoTime() - startNs - TimeUnit.SECONDS.toNanos(total - 1) / perSecond;
    await(done);
    Arrays.sort(tookNs);
    return new Outcome(
        failures.get(),
        List.copyOf(kept),
        mostAtOnce,
        Duration.ofNanos(tookNs[total / 2]),
        Duration.ofNanos(tookNs[total - 1 - total / 100]),
        Duration.ofNanos(tookNs[total - 1]),
        Duration.ofNanos(lateNs));
  }

  private long one(int number, Request request) {
    long startNs = System.nanoTime();
    try {
      request.make(number);
    } catch (IOException | RuntimeException | AssertionError e) {
      if (failures.incrementAndGet() <= MOST_FAILURES_KEPT) {
        kept.add("request " + number + ": " + e);
      }
    }
    return System.nanoTime() - startNs;
  }

  private static void awaitTime(long timeNs) {
    for (long leftNs = timeNs - System.nanoTime();
        leftNs > 0;
        leftNs = timeNs - System.nanoTime()) {
      LockSupport.parkNanos(leftNs);
    }
  }

  private static void await(CountDownLatch done) {
    try {
      if (!done.await(1, TimeUnit.MINUTES)) {
        throw new AssertionError(done.getCount() + " requests hang");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
