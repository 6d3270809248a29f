package net.clusterlink.dataplane;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;

/** The options of the connections that carry bytes of sessions. */
final class SocketOptions {
  /** Bounds what waits for a slow reader: about this much a connection and direction. */
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(64 * 1024, 256 * 1024);

  /** The kernel goes on sending what it has taken. */
  private static final int NO_LINGER = -1;

  private static final int MIN_READ = 512;
  private static final int FIRST_READ = 4 * 1024;
  private static final int MAX_READ = 64 * 1024;

  /** Reads before what was read is passed on, and the other side's pace is asked for. */
  private static final int READS_AT_ONCE = 4;

  private SocketOptions() {}

  /**
   * For a client's or a service's connection: each direction ends on its own, and whatever closes
   * it is a reset, the end of this process too, until {@link #closeInGoodOrder}.
   */
  static void applyLocal(Channel channel) {
    apply(channel);
    resetOnClose(channel);
    channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
  }

  /** For a connection between gateways: it ends as a whole. */
  static void applyTunnel(Channel channel) {
    apply(channel);
  }

  private static void apply(Channel channel) {
    ChannelConfig config = channel.config();
    config.setOption(ChannelOption.TCP_NODELAY, true);
    config.setOption(ChannelOption.SO_KEEPALIVE, true);
    config.setWriteBufferWaterMark(WATER_MARK);
    config.setRecvByteBufAllocator(
        new AdaptiveRecvByteBufAllocator(MIN_READ, FIRST_READ, MAX_READ)
            .maxMessagesPerRead(READS_AT_ONCE));
  }

  /** Makes the close of a connection a TCP reset. */
  static void resetOnClose(Channel channel) {
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
  }

  /** Closes a connection both directions of which have ended. */
  static void closeInGoodOrder(Channel channel) {
    channel.config().setOption(ChannelOption.SO_LINGER, NO_LINGER);
    channel.close();
  }

  /**
   * Ends a connection with a TCP reset: what was not sent is dropped, the far side sees a break.
   */
  static void reset(Channel channel) {
    if (channel.isOpen()) {
      resetOnClose(channel);
      channel.close();
    }
  }
}
