package net.clusterlink.dataplane;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How many there are of what comes and goes, which a thread can wait for to be none. Any thread;
 * never blocks an event loop.
 */
final class LiveCount {
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicReference<CountDownLatch> emptied =
      new AtomicReference<>(new CountDownLatch(0));

  /** One more, unless there are as many already; each that came has to go. */
  boolean come(int limit) {
    return count.getAndUpdate(present -> Math.min(present + 1, limit)) < limit;
  }

  /** One more, however many there are. */
  void come() {
    count.incrementAndGet();
  }

  /** One less. */
  void go() {
    if (count.decrementAndGet() == 0) {
      emptied.get().countDown();
    }
  }

  int value() {
    return count.get();
  }

  /**
   * Waits until none is left; for a virtual thread.
   *
   * @return whether none is left
   */
  boolean awaitNone(Duration time) throws InterruptedException {
    var latch = new CountDownLatch(1);
    emptied.set(latch);
    return count.get() == 0 || latch.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }
}
