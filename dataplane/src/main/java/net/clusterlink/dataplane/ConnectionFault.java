package net.clusterlink.dataplane;

import java.nio.channels.ClosedChannelException;
import java.util.regex.Pattern;

/** Why a connection broke, in words for a log. */
final class ConnectionFault {
  /** What Netty puts before the system's words: which call failed, and the number of the error. */
  private static final Pattern CALL = Pattern.compile("^.*failed with error\\(-?\\d+\\): ");

  private ConnectionFault() {}

  /** The system's own words; what Netty tells of a closed connection has none. */
  static String detail(Throwable cause) {
    return cause instanceof ClosedChannelException
        ? "connection closed"
        : CALL.matcher(String.valueOf(cause.getMessage())).replaceFirst("");
  }
}
