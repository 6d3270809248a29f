package net.clusterlink.dataplane;

import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.util.Objects;
import java.util.regex.Pattern;

/** Why a connection broke, in words for a log. */
final class ConnectionFault {
  /** What Netty puts before the system's words: which call failed, and the number of the error. */
  private static final Pattern CALL = Pattern.compile("^.*failed with error\\(-?\\d+\\): ");

  private ConnectionFault() {}

  /** The system's own words, or what kind of fault it is; a closed connection has none. */
  static String detail(Throwable cause) {
    return switch (cause) {
      case ClosedChannelException _ -> "connection closed";
      // It was once: the far side has broken it since.
      case NotYetConnectedException _ -> "connection reset";
      default ->
          CALL.matcher(
                  Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName()))
              .replaceFirst("");
    };
  }
}
