package net.clusterlink.cli.logging;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.concurrent.atomic.LongAdder;

/**
 * Hands events to another thread through a bounded queue, and drops and counts what finds the queue
 * full: an event loop must never wait for a terminal.
 */
final class CountingAsyncAppender extends AsyncAppender {
  private static final int QUEUE = 8_192;

  /** Those who log at the same moment must all find room once they were let through. */
  private static final int RESERVE = 128;

  private final LongAdder dropped = new LongAdder();

  CountingAsyncAppender() {
    setQueueSize(QUEUE);
    setDiscardingThreshold(RESERVE);
    setNeverBlock(true);
  }

  /** Asked only when the queue is down to its reserve; the answer is to drop, whatever it is. */
  @Override
  protected boolean isDiscardable(ILoggingEvent event) {
    dropped.increment();
    return true;
  }

  long dropped() {
    return dropped.sum();
  }
}
