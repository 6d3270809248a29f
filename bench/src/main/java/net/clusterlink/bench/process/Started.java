package net.clusterlink.bench.process;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What was started, to be ended in reverse: all of it, even where one of them fails to end.
 *
 * <p>What starts several things does so inside a {@code try} with one of these, and {@linkplain
 * #keep keeps} them when the last is there: a step that fails then ends those before.
 */
public final class Started implements Resource {
  private final Deque<Resource> running;

  private Started(Deque<Resource> running) {
    this.running = running;
  }

  /** Nothing yet. */
  public Started() {
    this(new ArrayDeque<>());
  }

  /** Takes over what was started. */
  public <R extends Resource> R add(R started) {
    running.push(started);
    return started;
  }

  /** Moves all of it elsewhere: to close this one ends nothing any more. */
  public Started keep() {
    Started kept = new Started(new ArrayDeque<>(running));
    running.clear();
    return kept;
  }

  @Override
  public void close() {
    if (!running.isEmpty()) {
      Resource last = running.pop();
      Resource others = this;
      // Whichever fails, the other is closed too, and what failed second is not lost.
      try (others;
          last) {
        return;
      }
    }
  }
}
