package net.clusterlink.cli.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Layout;

/** How a line of the log is written. */
public enum LogFormat {
  /** {@code time LEVEL message key=value …}, for people. */
  TEXT,
  /** One JSON object, for programs. */
  JSON;

  Layout<ILoggingEvent> layout() {
    return switch (this) {
      case TEXT -> new TextLayout();
      case JSON -> new JsonLayout();
    };
  }
}
