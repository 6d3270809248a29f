package net.clusterlink.dataplane;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/**
 * Lets nothing be read from a connection once it is being closed; first in its pipeline, so that
 * every close and every read passes it.
 *
 * <p>Netty's io_uring (4.2.17) cancels the read that is under way when a connection is closed, and
 * asks the kernel to wait for the next one when more reading is wished for. That request then holds
 * the socket: it is never released, and the far side hears neither an end nor a reset.
 */
final class StopReadingOnClose extends ChannelDuplexHandler {
  private boolean closing;

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    closing = true;
    ctx.channel().config().setAutoRead(false);
    ctx.close(promise);
  }

  @Override
  public void read(ChannelHandlerContext ctx) {
    if (!closing) {
      ctx.read();
    }
  }
}
