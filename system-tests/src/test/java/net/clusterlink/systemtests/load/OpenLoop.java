package net.clusterlink.systemtests.load;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import org.awaitility.Awaitility;

/**
 * Requests begun at fixed times, whether those before have ended or not: as from many clients that
 * do not know of each other. A slow server does not slow them down.
 */
final class OpenLoop {
  private static final int MOST_FAILURES_KEPT = 10;
  private static final Duration LONGEST_REQUEST = Duration.ofMinutes(1);

  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger underWay = new AtomicInteger();
  private final Queue<String> kept = new ConcurrentLinkedQueue<>();
  private final Queue<Duration> took = new ConcurrentLinkedQueue<>();

  /** One request. */
  @FunctionalInterface
  interface Request {
    /** Does all of it, and throws unless it went well. */
    void make(int number) throws IOException;
  }

  /**
   * What came of it.
   *
   * @param requests how many were made
   * @param failures how many failed, with some of their reasons
   * @param mostAtOnce how many were under way at once
   * @param late how long after its time one was begun at most
   */
  record Outcome(
      int requests,
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
    long total = perSecond * time.toSeconds();
    return run(perSecond, number -> number < total, request);
  }

  /**
   * Makes requests, so many a second, and waits for the last to end.
   *
   * @param another whether the request of this number is still to be made
   */
  static Outcome run(int perSecond, IntPredicate another, Request request) {
    return new OpenLoop().all(perSecond, another, request);
  }

  private Outcome all(int perSecond, IntPredicate another, Request request) {
    long startNs = System.nanoTime();
    long latestNs = 0;
    int mostAtOnce = 0;
    for (int i = 0; another.test(i); i++) {
      int number = i;
      long timeNs = startNs + TimeUnit.SECONDS.toNanos(number) / perSecond;
      awaitTime(timeNs);
      latestNs = Math.max(latestNs, System.nanoTime() - timeNs);
      mostAtOnce = Math.max(mostAtOnce, underWay.incrementAndGet());
      Thread.ofVirtual()
          .name("request")
          .start(() -> {
            one(number, request);
            underWay.decrementAndGet();
          });
    }
    Awaitility.await("no request hangs").atMost(LONGEST_REQUEST).until(() -> underWay.get() == 0);
    List<Duration> sorted = took.stream().sorted().toList();
    return new Outcome(
        sorted.size(),
        failures.get(),
        List.copyOf(kept),
        mostAtOnce,
        sorted.get(sorted.size() / 2),
        sorted.get(sorted.size() - 1 - sorted.size() / 100),
        sorted.getLast(),
        Duration.ofNanos(latestNs));
  }

  private void one(int number, Request request) {
    long startNs = System.nanoTime();
    try {
      request.make(number);
    } catch (IOException | RuntimeException | AssertionError e) {
      if (failures.incrementAndGet() <= MOST_FAILURES_KEPT) {
        kept.add("request " + number + ": " + e);
      }
    }
    took.add(Duration.ofNanos(System.nanoTime() - startNs));
  }

  private static void awaitTime(long timeNs) {
    for (long leftNs = timeNs - System.nanoTime();
        leftNs > 0;
        leftNs = timeNs - System.nanoTime()) {
      LockSupport.parkNanos(leftNs);
    }
  }
}
