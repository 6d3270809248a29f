package net.clusterlink.cli.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.io.OutputStream;
import org.slf4j.LoggerFactory;

/** The log of this process while it is open. Open once, close once. */
public final class LogOutput implements AutoCloseable {
  private final LoggerContext context;
  private final QueuedAppender appender;

  private LogOutput(LoggerContext context, QueuedAppender appender) {
    this.context = context;
    this.appender = appender;
  }

  /**
   * Sends all that is logged, from this level on, to a stream.
   *
   * @param stream stays open
   */
  public static LogOutput open(LogFormat format, org.slf4j.event.Level level, OutputStream stream) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    var layout = format.layout();
    layout.setContext(context);
    layout.start();
    QueuedAppender appender = new QueuedAppender(layout, stream);
    appender.setContext(context);
    appender.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.convertAnSLF4JLevel(level));
    root.addAppender(appender);
    // At DEBUG, Netty tells of itself at length.
    context.getLogger("io.netty").setLevel(Level.WARN);
    return new LogOutput(context, appender);
  }

  /** How many lines were dropped because the stream did not take them, or not in time. */
  public long droppedLines() {
    return appender.dropped();
  }

  /** Writes what is queued, for at most a second, and ends. */
  @Override
  public void close() {
    context.reset();
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
  }
}
