package net.clusterlink.cli.logging;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import org.jspecify.annotations.Nullable;

/** An exception with its causes, in one line. */
final class FaultLine {
  private static final int MAX_CAUSES = 5;
  private static final int MAX_FRAMES = 8;

  private FaultLine() {}

  static String of(IThrowableProxy fault) {
    StringBuilder line = new StringBuilder();
    @Nullable IThrowableProxy cause = fault;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      line.append(depth == 0 ? "" : " caused by ").append(cause.getClassName());
      if (cause.getMessage() != null) {
        line.append(": ").append(cause.getMessage());
      }
      StackTraceElementProxy[] frames = cause.getStackTraceElementProxyArray();
      for (int i = 0; i < Math.min(frames.length, MAX_FRAMES); i++) {
        line.append(' ').append(frames[i].getSTEAsString());
      }
      cause = cause.getCause();
    }
    return line.toString();
  }
}
