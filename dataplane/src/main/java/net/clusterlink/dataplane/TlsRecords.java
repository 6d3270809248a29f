package net.clusterlink.dataplane;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslHandler;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of a tunnel once its handshake is over: the records of RFC 8446, section 5, sealed and
 * opened by BoringSSL as before, but many for each step. {@link SslHandler}, which makes the
 * handshake and then gives its place to this, takes a buffer, a promise and a dozen calls for each
 * record of 16 KB.
 *
 * <p>What is written waits until it fills a record, or until the flush. Full records are sealed
 * where they lie, without a copy; less is put together with what follows. So a frame's header never
 * is a record of its own.
 *
 * <p>Lives on the connection's event loop. Releases what is written to it and what it reads;
 * whoever is passed what it opened releases that. A handler that is told that the channel is not
 * writable must not write within that call: it may come from within a write here.
 */
final class TlsRecords extends ChannelDuplexHandler {
  /** How long a close waits for what was written before. */
  private static final long CLOSE_SECONDS = 3;

  private final RecordLayer layer;

  /** Less than a record, not sealed yet. */
  private @Nullable ByteBuf waiting;

  /** Whether it is a buffer of this class, to which more may be added. */
  private boolean gathered;

  /** Of the writes whose last bytes wait. */
  private List<ChannelPromise> promises = new ArrayList<>(2);

  private boolean passedOn;
  private boolean inputOver;

  /** Nothing more is sealed; done when the close alert is written. */
  private @Nullable ChannelFuture outputOver;

  private TlsRecords(RecordLayer layer) {
    this.layer = layer;
  }

  /**
   * Puts this in the place of the handshake's handler once that is done with what it has read,
   * which may hold more than the handshake. Where the connection is about to end by then, and with
   * the JDK's engine, that handler stays.
   */
  static void takeOver(ChannelHandlerContext ctx, SslHandler handshake) {
    if (handshake.engine() instanceof ReferenceCountedOpenSslEngine engine) {
      ctx.channel().eventLoop().execute(() -> takeOver(ctx.channel(), handshake, engine));
    }
  }

  private static void takeOver(
      Channel channel, SslHandler handshake, ReferenceCountedOpenSslEngine engine) {
    channel.flush();
    if (!channel.isActive() || engine.isOutboundDone() || engine.isInboundDone()) {
      return;
    }
    channel.pipeline().replace(handshake, "tls-records", new TlsRecords(new RecordLayer(engine)));
  }

  /** The place of TLS in a tunnel's pipeline, whoever it is done by; null where there is none. */
  static @Nullable ChannelHandlerContext in(ChannelPipeline pipeline) {
    ChannelHandlerContext records = pipeline.context(TlsRecords.class);
    return records == null ? pipeline.context(SslHandler.class) : records;
  }

  /**
   * Sends a close alert behind all that was written, and nothing more.
   *
   * @param tls of {@link #in}
   */
  static ChannelFuture closeOutput(ChannelHandlerContext tls) {
    return switch (tls.handler()) {
      case TlsRecords records -> records.endOutput(tls);
      case SslHandler handler -> handler.closeOutbound();
      default -> throw new IllegalArgumentException(tls.name() + " is not of TLS");
    };
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    giveUp(ctx, new ClosedChannelException());
    inputOver = true;
    layer.release();
  }

  // ---- sealing ----

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    ByteBuf bytes = (ByteBuf) message;
    if (outputOver != null) {
      bytes.release();
      tell(promise, whyOver(outputOver));
      return;
    }
    try {
      seal(ctx, bytes, promise);
    } catch (SSLException e) {
      tell(promise, e);
      fail(ctx, e);
    } finally {
      bytes.release();
    }
  }

  /** Seals all full records; the rest waits. */
  private void seal(ChannelHandlerContext ctx, ByteBuf bytes, ChannelPromise promise)
      throws SSLException {
    ByteBuf before = waiting;
    if (before != null) {
      int fitting = Math.min(RecordLayer.RECORD - before.readableBytes(), bytes.readableBytes());
      ByteBuf both = gather(ctx.alloc(), before, bytes, fitting);
      boolean last = !bytes.isReadable();
      if (last) {
        promises.add(promise);
      }
      if (both.readableBytes() == RecordLayer.RECORD) {
        sealWaiting(ctx);
      }
      if (last) {
        return;
      }
    }
    int rest = bytes.readableBytes() % RecordLayer.RECORD;
    int full = bytes.readableBytes() - rest;
    if (full > 0) {
      ByteBuf sealed = layer.seal(ctx.alloc(), bytes, full);
      if (rest == 0) {
        ctx.write(sealed, promise);
        return;
      }
      ctx.write(sealed, ctx.voidPromise());
    }
    waiting = bytes.readRetainedSlice(rest);
    gathered = false;
    promises.add(promise);
  }

  /** Adds to what waits. */
  private ByteBuf gather(ByteBufAllocator allocator, ByteBuf before, ByteBuf more, int length) {
    if (gathered) {
      return before.writeBytes(more, length);
    }
    int size = Math.min(RecordLayer.RECORD, 2 * (before.readableBytes() + length));
    ByteBuf both = allocator.directBuffer(size, RecordLayer.RECORD);
    both.writeBytes(before).writeBytes(more, length);
    before.release();
    waiting = both;
    gathered = true;
    return both;
  }

  private void sealWaiting(ChannelHandlerContext ctx) throws SSLException {
    ByteBuf last = waiting;
    if (last == null) {
      return;
    }
    waiting = null;
    List<ChannelPromise> told = promises;
    try {
      ByteBuf sealed =
          last.isReadable()
              ? layer.seal(ctx.alloc(), last, last.readableBytes())
              : Unpooled.EMPTY_BUFFER;
      if (told.size() == 1) {
        ChannelPromise only = told.getFirst();
        told.clear();
        ctx.write(sealed, only);
      } else if (told.stream().allMatch(ChannelPromise::isVoid)) {
        told.clear();
        ctx.write(sealed, ctx.voidPromise());
      } else {
        promises = new ArrayList<>(2);
        ctx.write(sealed).addListener(written -> tell(told, written.cause()));
      }
    } catch (SSLException | OutOfMemoryError e) {
      promises = new ArrayList<>(2);
      tell(told, e);
      throw e;
    } finally {
      last.release();
    }
  }

  private static void tell(List<ChannelPromise> promises, @Nullable Throwable fault) {
    for (ChannelPromise promise : promises) {
      tell(promise, fault);
    }
  }

  private static void tell(ChannelPromise promise, @Nullable Throwable fault) {
    if (promise.isVoid()) {
      // Nobody listens.
      return;
    }
    if (fault == null) {
      promise.trySuccess();
    } else {
      promise.tryFailure(fault);
    }
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    try {
      sealWaiting(ctx);
    } catch (SSLException e) {
      fail(ctx, e);
    }
    ctx.flush();
  }

  // ---- opening ----

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (inputOver) {
      bytes.release();
      return;
    }
    var opened = new ArrayList<ByteBuf>(2);
    SSLException fault;
    try {
      fault = open(ctx, bytes, opened);
    } catch (OutOfMemoryError e) {
      opened.forEach(ByteBuf::release);
      throw e;
    } finally {
      bytes.release();
    }
    for (ByteBuf plain : opened) {
      passedOn = true;
      ctx.fireChannelRead(plain);
    }
    if (fault != null) {
      fail(ctx, fault);
    } else if (inputOver) {
      endOutput(ctx);
    }
  }

  /**
   * Opens what is complete, and sends what the library answers to it.
   *
   * @return what is wrong with a record, whose alert is written then, and nothing may be behind it
   */
  private @Nullable SSLException open(
      ChannelHandlerContext ctx, ByteBuf bytes, List<ByteBuf> opened) {
    SSLException fault = null;
    try {
      inputOver = layer.open(ctx.alloc(), bytes, opened);
    } catch (SSLException e) {
      inputOver = true;
      fault = e;
    }
    if (layer.unasked() > 0) {
      ctx.writeAndFlush(layer.takeUnasked(ctx.alloc()), ctx.voidPromise());
    }
    if (fault != null) {
      giveUp(ctx, fault);
    }
    return fault;
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (!passedOn && !ctx.channel().config().isAutoRead()) {
      // Whoever asked for one read waits for bytes, not for half a record.
      ctx.read();
    }
    passedOn = false;
    ctx.fireChannelReadComplete();
  }

  // ---- ending ----

  private ChannelFuture endOutput(ChannelHandlerContext ctx) {
    try {
      if (outputOver == null) {
        flush(ctx);
      }
      if (outputOver == null) {
        ByteBuf alert = layer.closeAlert(ctx.alloc());
        ChannelPromise written = ctx.newPromise();
        outputOver = written;
        ctx.writeAndFlush(alert, written);
      }
    } catch (OutOfMemoryError e) {
      // Of direct memory, of which Netty keeps count: the connection ends without an alert.
      giveUp(ctx, e);
    }
    return Objects.requireNonNull(outputOver, "set above");
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    if (!ctx.channel().isActive()) {
      ctx.close(promise);
      return;
    }
    ChannelFuture over = endOutput(ctx);
    var limit =
        ctx.executor().schedule(() -> ctx.close(ctx.newPromise()), CLOSE_SECONDS, TimeUnit.SECONDS);
    over.addListener(_ -> {
      limit.cancel(false);
      ctx.close(promise);
    });
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    inputOver = true;
    giveUp(ctx, new ClosedChannelException());
    ctx.fireChannelInactive();
  }

  /** The alert about it, where there is one, has been written. */
  private void fail(ChannelHandlerContext ctx, SSLException fault) {
    giveUp(ctx, fault);
    // Before anybody hears of it, who would reset the connection and the alert with it.
    ctx.close();
    ctx.fireExceptionCaught(fault);
  }

  private static Throwable whyOver(ChannelFuture output) {
    Throwable fault = output.cause();
    return fault == null ? new ClosedChannelException() : fault;
  }

  /** Nothing of what waits is sent, and nothing more. */
  private void giveUp(ChannelHandlerContext ctx, Throwable why) {
    if (outputOver == null) {
      outputOver = ctx.newFailedFuture(why);
    }
    ByteBuf last = waiting;
    if (last != null) {
      waiting = null;
      last.release();
      List<ChannelPromise> told = promises;
      promises = new ArrayList<>(2);
      tell(told, why);
    }
  }
}
