package net.clusterlink.dataplane;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All sessions of this gateway, from before their policy check to their end. Any thread; never
 * blocks an event loop.
 */
final class SessionTable {
  private final int limit;
  private final Set<LiveSession> sessions = ConcurrentHashMap.newKeySet();
  private final LiveCount count = new LiveCount();

  SessionTable(int limit) {
    this.limit = limit;
  }

  /** Enters a session, unless the table is full. */
  boolean enter(LiveSession session) {
    if (!count.come(limit)) {
      return false;
    }
    sessions.add(session);
    return true;
  }

  /** Takes a session out that was entered. */
  void leave(LiveSession session) {
    if (sessions.remove(session)) {
      count.go();
    }
  }

  int size() {
    return count.value();
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
    return count.awaitNone(time);
  }
}
