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
import io.netty.internal.tcnative.Buffer;
import io.netty.internal.tcnative.SSL;
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
 * <p>The library's state belongs to the engine of the handshake, which is kept until this leaves
 * the pipeline; nothing is asked of that engine meanwhile. Lives on the connection's event loop.
 */
final class TlsRecords extends ChannelDuplexHandler {
  /** The most bytes in a record: RFC 8446, section 5.1. */
  private static final int RECORD = 16_384;

  /** What the library wants to send by itself: an alert, the answer to an update of the key. */
  private static final int UNASKED = 2_048;

  /** How long a close waits for what was written before. */
  private static final long CLOSE_SECONDS = 3;

  private final ReferenceCountedOpenSslEngine engine;
  private final long ssl;
  private final long bio;
  private final int overhead;

  /** Less than a record, not sealed yet. */
  private @Nullable ByteBuf waiting;

  /** Whether it is a buffer of this class, to which more may be added. */
  private boolean gathered;

  /** Of the writes whose last bytes wait. */
  private List<ChannelPromise> promises = new ArrayList<>(2);

  private boolean passedOn;
  private boolean inputOver;
  private boolean removed;
  private @Nullable ChannelFuture outputOver;

  private TlsRecords(ReferenceCountedOpenSslEngine engine) {
    this.engine = engine;
    this.ssl = engine.sslPointer();
    this.overhead = SSL.getMaxWrapOverhead(ssl);
    this.bio = SSL.bioNewByteBuffer(ssl, UNASKED);
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
    var records = new TlsRecords(engine);
    engine.retain();
    channel.pipeline().replace(handshake, "tls-records", records);
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
    removed = true;
    drop(new ClosedChannelException());
    engine.release();
  }

  // ---- sealing ----

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    ByteBuf bytes = (ByteBuf) message;
    if (outputOver != null) {
      bytes.release();
      tell(promise, new ClosedChannelException());
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
      int fitting = Math.min(RECORD - before.readableBytes(), bytes.readableBytes());
      gather(ctx.alloc(), before, bytes, fitting);
      if (Objects.requireNonNull(waiting).readableBytes() < RECORD) {
        promises.add(promise);
        return;
      }
      if (!bytes.isReadable()) {
        promises.add(promise);
        sealWaiting(ctx);
        return;
      }
      sealWaiting(ctx);
    }
    int rest = bytes.readableBytes() % RECORD;
    int full = bytes.readableBytes() - rest;
    if (full > 0) {
      ByteBuf sealed = sealed(ctx.alloc(), bytes, full);
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

  private void gather(ByteBufAllocator allocator, ByteBuf before, ByteBuf more, int length) {
    if (gathered) {
      before.writeBytes(more, length);
      return;
    }
    int size = Math.min(RECORD, 2 * (before.readableBytes() + length));
    ByteBuf both = allocator.directBuffer(size, RECORD);
    both.writeBytes(before).writeBytes(more, length);
    before.release();
    waiting = both;
    gathered = true;
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
              ? sealed(ctx.alloc(), last, last.readableBytes())
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
    } catch (SSLException e) {
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
      // Nobody listens, and the fault is told to the pipeline.
      return;
    }
    if (fault == null) {
      promise.trySuccess();
    } else {
      promise.tryFailure(fault);
    }
  }

  /** What the library sends goes behind what the buffer has. */
  private void room(ByteBuf out) {
    SSL.bioSetByteBuffer(bio, address(out) + out.writerIndex(), out.writableBytes(), true);
  }

  /** The library has sent into it. */
  private void took(ByteBuf out) {
    out.writerIndex(out.capacity() - SSL.bioLengthByteBuffer(bio));
    SSL.bioClearByteBuffer(bio);
  }

  /** The records of the next bytes of a buffer. */
  private ByteBuf sealed(ByteBufAllocator allocator, ByteBuf bytes, int length)
      throws SSLException {
    ByteBuf direct = direct(allocator, bytes, length);
    int records = (length + RECORD - 1) / RECORD;
    ByteBuf out = allocator.directBuffer(length + records * overhead);
    boolean done = false;
    try {
      room(out);
      long from = address(direct) + direct.readerIndex();
      int count = 0;
      while (count < length) {
        int written = SSL.writeToSSL(ssl, from + count, Math.min(length - count, RECORD));
        if (written > 0) {
          count += written;
          continue;
        }
        int status = SSL.getError(ssl, written);
        if (status != SSL.SSL_ERROR_WANT_WRITE) {
          throw fault(status);
        }
        // The library sends something of its own first, as the accepting side's session tickets.
        took(out);
        out.capacity(out.capacity() + UNASKED);
        room(out);
      }
      took(out);
      bytes.skipBytes(length);
      done = true;
      return out;
    } finally {
      if (!done) {
        SSL.bioClearByteBuffer(bio);
        out.release();
      }
      direct.release();
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
    SSLException fault = null;
    try {
      open(ctx.alloc(), bytes, opened);
    } catch (SSLException e) {
      inputOver = true;
      fault = e;
    } catch (OutOfMemoryError e) {
      opened.forEach(ByteBuf::release);
      throw e;
    } finally {
      bytes.release();
    }
    sendUnasked(ctx);
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

  /** Opens what is complete; the library keeps the beginning of a record that is not. */
  private void open(ByteBufAllocator allocator, ByteBuf bytes, List<ByteBuf> opened)
      throws SSLException {
    int length = bytes.readableBytes();
    if (length == 0) {
      return;
    }
    ByteBuf direct = direct(allocator, bytes, length);
    ByteBuf out = allocator.directBuffer(length);
    try {
      SSL.bioSetByteBuffer(bio, address(direct) + direct.readerIndex(), length, false);
      while (true) {
        if (!out.isWritable()) {
          ByteBuf next = allocator.directBuffer(RECORD);
          opened.add(out);
          out = next;
        }
        int read = SSL.readFromSSL(ssl, address(out) + out.writerIndex(), out.writableBytes());
        if (read > 0) {
          out.writerIndex(out.writerIndex() + read);
          continue;
        }
        int status = SSL.getError(ssl, read);
        if (status == SSL.SSL_ERROR_ZERO_RETURN) {
          inputOver = true;
        } else if (status != SSL.SSL_ERROR_WANT_READ && status != SSL.SSL_ERROR_WANT_WRITE) {
          throw fault(status);
        }
        return;
      }
    } finally {
      SSL.bioClearByteBuffer(bio);
      if (out.isReadable()) {
        opened.add(out);
      } else {
        out.release();
      }
      direct.release();
    }
  }

  /** Before anything else is sealed, as the library numbered it first. */
  private void sendUnasked(ChannelHandlerContext ctx) {
    int length = SSL.bioLengthNonApplication(bio);
    if (length <= 0) {
      return;
    }
    ByteBuf out = ctx.alloc().directBuffer(length);
    room(out);
    SSL.bioFlushByteBuffer(bio);
    took(out);
    ctx.writeAndFlush(out, ctx.voidPromise());
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
    ChannelFuture over = outputOver;
    if (over != null) {
      return over;
    }
    if (removed) {
      return ctx.newFailedFuture(new ClosedChannelException());
    }
    flush(ctx);
    over = outputOver;
    if (over != null) {
      return over;
    }
    ByteBuf out = ctx.alloc().directBuffer(overhead + UNASKED);
    room(out);
    SSL.shutdownSSL(ssl);
    took(out);
    SSL.clearError();
    over = ctx.writeAndFlush(out);
    outputOver = over;
    return over;
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    if (!ctx.channel().isActive()) {
      ctx.close(promise);
      return;
    }
    ChannelFuture over = endOutput(ctx);
    var giveUp =
        ctx.executor().schedule(() -> ctx.close(ctx.newPromise()), CLOSE_SECONDS, TimeUnit.SECONDS);
    over.addListener(_ -> {
      giveUp.cancel(false);
      ctx.close(promise);
    });
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    inputOver = true;
    drop(new ClosedChannelException());
    ctx.fireChannelInactive();
  }

  private void fail(ChannelHandlerContext ctx, SSLException fault) {
    drop(fault);
    if (outputOver == null) {
      outputOver = ctx.newFailedFuture(fault);
    }
    ctx.fireExceptionCaught(fault);
  }

  /** Nothing of what waits is sent. */
  private void drop(Throwable why) {
    ByteBuf last = waiting;
    if (last != null) {
      waiting = null;
      last.release();
      List<ChannelPromise> told = promises;
      promises = new ArrayList<>(2);
      tell(told, why);
    }
  }

  private static SSLException fault(int status) {
    int number = SSL.getLastErrorNumber();
    SSL.clearError();
    return new SSLException(
        number == 0 ? "TLS failed with status " + status : SSL.getErrorString(number));
  }

  // ---- memory ----

  /** The same bytes where the library can read them, themselves or a copy; to be released. */
  private static ByteBuf direct(ByteBufAllocator allocator, ByteBuf bytes, int length) {
    return bytes.hasMemoryAddress()
        ? bytes.retain()
        : allocator.directBuffer(length).writeBytes(bytes, bytes.readerIndex(), length);
  }

  private static long address(ByteBuf direct) {
    return direct.hasMemoryAddress()
        ? direct.memoryAddress()
        : Buffer.address(direct.internalNioBuffer(0, direct.capacity()));
  }
}
