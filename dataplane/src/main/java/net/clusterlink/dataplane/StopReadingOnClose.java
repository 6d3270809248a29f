package net.clusterlink.dataplane;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/**
 * Stops reading before a connection is closed; first in its pipeline, so that every close passes
 * it.
 *
 * <p>Netty's io_uring (4.2.17) cancels the read that is under way when a connection is closed, and
 * asks the kernel to wait for the next one when more reading is wished for. That request then holds
 * the socket: it is never released, and the far side hears neither an end nor a reset.
 */
@Sharable
final class StopReadingOnClose extends ChannelOutboundHandlerAdapter {
  static final StopReadingOnClose INSTANCE = new StopReadingOnClose();

  private StopReadingOnClose() {}

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    ctx.channel().config().setAutoRead(false);
    ctx.close(promise);
  }
}
