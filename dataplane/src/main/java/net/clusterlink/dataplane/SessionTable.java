package net.clusterlink.dataplane;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * All sessions of this gateway, from before their policy check to their end. Any thread; never
 * blocks an event loop.
 */
final class SessionTable {
  private final int limit;
  private final Set<LiveSession> sessions = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicReference<CountDownLatch> emptied =
      new AtomicReference<>(new CountDownLatch(0));

  SessionTable(int limit) {
    this.limit = limit;
  }

  /** Enters a session, unless the table is full. */
  boolean enter(LiveSession session) {
    if (count.getAndUpdate(entered -> Math.min(entered + 1, limit)) >= limit) {
      return false;
    }
    sessions.add(session);
    return true;
  }

  /** Takes a session out that was entered. */
  void leave(LiveSession session) {
    if (sessions.remove(session) && count.decrementAndGet() == 0) {
      emptied.get().countDown();
    }
  }

  int size() {
    return count.get();
  }

  /** Those in it now. */
  List<LiveSession> all() {
    return new ArrayList<>(sessions);
  }

  /**
   * Waits until no session is left; for a virtual thread.
   *
   * @return whether none is left
   */
  boolean awaitEmpty(Duration time) throws InterruptedException {
    var latch = new CountDownLatch(1);
    emptied.set(latch);
    return count.get() == 0 || latch.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }
}
