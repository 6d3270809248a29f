package net.clusterlink.dataplane;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import net.clusterlink.dataplane.protocol.AbortCode;
import net.clusterlink.dataplane.protocol.RefuseCode;

/**
 * Carries the bytes of one accepted session between a local connection (the client's or the
 * service's) and a tunnel, both ways, until both directions have ended.
 *
 * <p>What happens on one side happens on the other, and nothing else: an end of stream ends that
 * direction only, once all bytes before it were written; a break resets the other side; a side that
 * cannot take more makes the other stop reading. So memory is bounded by the water marks of the two
 * connections, and a broken session never looks like a complete one.
 *
 * <p>When both ends have passed the tunnel, its own out of this process, the tunnel is free for its
 * next session, though this one may still be writing its last bytes to the local connection; from
 * then on it no longer touches the tunnel. The other way round, the local connection may be closed
 * while the last bytes wait for the far side to read: until they are written the session lives, and
 * can be broken.
 *
 * <p>Last in the local connection's pipeline, on the event loop of both. Buffers read here are
 * released by the write that passes them on.
 */
final class Relay extends ChannelInboundHandlerAdapter implements TunnelSession {

  /** Told once, when all is over. */
  interface Ended {
    void ended(EndReason reason, String detail, long fromLocal, long toLocal);
  }

  private final Channel local;
  private final Tunnel tunnel;
  private final EndReason localBreak;
  private final Ended ended;
  private boolean localEnded;

  /** The far side has ended its direction, which was not passed on yet. */
  private boolean endDue;

  private boolean outputShut;
  private boolean localDone;
  private boolean tunnelDone;
  private boolean over;
  private long fromLocal;
  private long toLocal;

  /**
   * Joins two connections; the caller puts it into the local pipeline.
   *
   * @param localBreak what a break of the local connection is called
   * @param fromLocal bytes that were passed to the tunnel before
   * @param localEnded whether the end was passed to the tunnel before
   */
  Relay(
      Channel local,
      Tunnel tunnel,
      EndReason localBreak,
      long fromLocal,
      boolean localEnded,
      Ended ended) {
    this.local = local;
    this.tunnel = tunnel;
    this.localBreak = localBreak;
    this.fromLocal = fromLocal;
    this.localEnded = localEnded;
    this.ended = ended;
  }

  /** Bytes passed to the tunnel so far. */
  long fromLocal() {
    return fromLocal;
  }

  /** Bytes passed to the local connection so far. */
  long toLocal() {
    return toLocal;
  }

  // ---- from the local connection ----

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (over || localEnded) {
      bytes.release();
      return;
    }
    fromLocal += bytes.readableBytes();
    tunnel.sendData(bytes);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (!over && !localEnded) {
      tunnel.flush();
      pace();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (!(event instanceof ChannelInputShutdownEvent) || over || localEnded) {
      return;
    }
    localEnded = true;
    tunnel.sendEnd();
    finishWhenDone();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (usesTunnel()) {
      tunnel.reading(local.isWritable());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    broken(ConnectionFault.detail(cause));
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    broken("connection closed");
  }

  private void broken(String detail) {
    if (!localDone) {
      abort(AbortCode.RESET, localBreak, detail);
    }
  }

  // ---- from the tunnel ----

  @Override
  public void data(ByteBuf bytes) {
    if (over) {
      bytes.release();
      return;
    }
    toLocal += bytes.readableBytes();
    local.write(bytes, local.voidPromise());
  }

  @Override
  public void readComplete() {
    if (!over) {
      local.flush();
      if (usesTunnel() && !local.isWritable()) {
        tunnel.reading(false);
      }
      passEndOn();
    }
  }

  /** Passed on when the turn is over: what comes right behind it may be a break. */
  @Override
  public void ended() {
    endDue = true;
  }

  private void passEndOn() {
    if (!endDue || over) {
      return;
    }
    endDue = false;
    // Netty drops what is not yet written when output is shut: so only behind the last write.
    local
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(written -> {
          if (written.isSuccess()) {
            shutOutput();
          }
        });
  }

  private void shutOutput() {
    if (over) {
      return;
    }
    ((DuplexChannel) local)
        .shutdownOutput()
        .addListener(shut -> {
          if (shut.isSuccess()) {
            outputShut = true;
            finishWhenDone();
          } else {
            broken(ConnectionFault.detail(shut.cause()));
          }
        });
  }

  @Override
  public void aborted(AbortCode code) {
    finish(EndReason.PEER_ABORTED, "aborted by the far side: " + code);
  }

  @Override
  public void lost(EndReason reason, String detail) {
    finish(reason, detail);
  }

  @Override
  public void done() {
    tunnelDone = true;
    passEndOn();
    finishWhenDone();
  }

  @Override
  public void writabilityChanged() {
    if (!over) {
      pace();
    }
  }

  @Override
  public void accepted() {
    throw new IllegalStateException("accepted before");
  }

  @Override
  public void refused(RefuseCode code) {
    throw new IllegalStateException("accepted before");
  }

  // ---- both ----

  /** Breaks the session towards both sides. */
  void abort(AbortCode code, EndReason reason, String detail) {
    if (over) {
      return;
    }
    boolean tunnelToo = usesTunnel();
    finish(reason, detail);
    if (tunnelToo) {
      tunnel.abort(code);
    }
  }

  /** The client or service is read only while the tunnel takes more. */
  private void pace() {
    if (usesTunnel()) {
      local.config().setAutoRead(tunnel.isWritable());
    }
  }

  private boolean usesTunnel() {
    return !over && !tunnelDone;
  }

  private void finishWhenDone() {
    if (over || !localEnded || !outputShut) {
      return;
    }
    if (!localDone) {
      localDone = true;
      SocketOptions.closeInGoodOrder(local);
    }
    if (tunnelDone) {
      over = true;
      ended.ended(EndReason.COMPLETED, "", fromLocal, toLocal);
    }
  }

  /** Ends all but a session that came to its end: the local side sees a break. */
  private void finish(EndReason reason, String detail) {
    if (!over) {
      over = true;
      if (!localDone) {
        SocketOptions.reset(local);
      }
      ended.ended(reason, detail, fromLocal, toLocal);
    }
  }
}
