package net.clusterlink.dataplane;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;

/** What the kernel holds of a connection, where it can be asked (Linux, tcp(7), TCP_INFO). */
final class TcpState {
  private static final int IPPROTO_TCP = 6;
  private static final int TCP_INFO = 11;
  private static final int TCP_CLOSE = 7;

  /** The first byte of struct tcp_info is the state. */
  private static final RawUnixChannelOption STATE =
      new RawUnixChannelOption("TCP_INFO", IPPROTO_TCP, TCP_INFO, 1);

  private TcpState() {}

  /**
   * Whether a connection whose own direction is still open was reset, though its reader was told of
   * an end. That happens with io_uring: the error of a reset is told once, and when a write that is
   * under way is told it, the read beside it sees an end of stream.
   */
  static boolean wasReset(Channel channel) {
    try {
      ByteBuffer state = channel.config().getOption(STATE);
      return state != null && state.get(0) == TCP_CLOSE;
    } catch (ChannelException e) {
      // The kernel knows no such connection any more: it did not end in good order.
      return true;
    }
  }
}
