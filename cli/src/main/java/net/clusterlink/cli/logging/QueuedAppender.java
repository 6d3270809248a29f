package net.clusterlink.cli.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * Hands events to a thread of its own through a bounded queue, and drops and counts what finds the
 * queue full: an event loop must never wait for a terminal.
 *
 * <p>That thread rests for a moment behind each write. So whoever logs much wakes it now and then
 * and not for each line, and many lines are one write.
 */
final class QueuedAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {
  private static final int QUEUE = 8_192;
  private static final int LINES_A_WRITE = 512;
  private static final int REST_MS = 2;
  private static final int CLOSE_MS = 1_000;

  private final BlockingQueue<ILoggingEvent> queue = new ArrayBlockingQueue<>(QUEUE);
  private final LongAdder dropped = new LongAdder();
  private final Layout<ILoggingEvent> layout;
  private final OutputStream stream;
  private final Thread writer = Thread.ofPlatform().daemon().name("log").unstarted(this::run);

  /**
   * Appends to a stream once started.
   *
   * @param stream stays open
   */
  QueuedAppender(Layout<ILoggingEvent> layout, OutputStream stream) {
    this.layout = layout;
    this.stream = stream;
  }

  @Override
  public void start() {
    super.start();
    writer.start();
  }

  @Override
  protected void append(ILoggingEvent event) {
    event.prepareForDeferredProcessing();
    if (!queue.offer(event)) {
      dropped.increment();
    }
  }

  /** How many lines were dropped because the stream did not take them, or not in time. */
  long dropped() {
    return dropped.sum();
  }

  private void run() {
    List<ILoggingEvent> lines = new ArrayList<>();
    try {
      while (true) {
        lines.add(queue.take());
        takeMore(lines);
        write(lines);
        Thread.sleep(REST_MS);
      }
    } catch (InterruptedException closed) {
      for (takeMore(lines); !lines.isEmpty(); takeMore(lines)) {
        write(lines);
      }
    }
  }

  private void takeMore(List<ILoggingEvent> lines) {
    queue.drainTo(lines, LINES_A_WRITE - lines.size());
  }

  private void write(List<ILoggingEvent> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(laidOut(line)));
    try {
      stream.write(text.toString().getBytes(StandardCharsets.UTF_8));
      stream.flush();
    } catch (IOException e) {
      // There is no other place to say so; the count is a metric.
      dropped.add(lines.size());
    }
    lines.clear();
  }

  /** A fault with one line must not end the log. */
  private String laidOut(ILoggingEvent line) {
    try {
      return layout.doLayout(line);
    } catch (RuntimeException e) {
      dropped.increment();
      addError("a line of the log cannot be written", e);
      return "";
    }
  }

  /** Writes what is queued, for at most a second. */
  @Override
  public void stop() {
    super.stop();
    writer.interrupt();
    try {
      if (!writer.join(Duration.ofMillis(CLOSE_MS))) {
        dropped.add(queue.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
