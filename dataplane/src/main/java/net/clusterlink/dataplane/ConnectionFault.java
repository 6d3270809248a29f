package net.clusterlink.dataplane;

import java.nio.channels.ClosedChannelException;

/** Why a connection broke, in words for a log. */
final class ConnectionFault {
  private ConnectionFault() {}

  /** The system's own words; what Netty tells of a closed connection has none. */
  static String detail(Throwable cause) {
    return cause instanceof ClosedChannelException
        ? "connection closed"
        : String.valueOf(cause.getMessage());
  }
}
