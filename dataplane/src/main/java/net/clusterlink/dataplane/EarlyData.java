package net.clusterlink.dataplane;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import net.clusterlink.dataplane.protocol.Frames;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a client, kept until its session is accepted, so that they can follow an open
 * at once and again to the next source when it is refused. They are copied: what is kept costs what
 * it counts, however small the pieces it came in. Used on one event loop; holds a buffer until
 * {@link #release}.
 */
final class EarlyData {
  /** How many may follow an open before its answer (docs/protocol.md, section 3). */
  static final int LIMIT = 65_536;

  private final ByteBuf bytes;
  private int sent;
  private boolean ended;

  EarlyData(ByteBufAllocator allocator) {
    this.bytes = allocator.buffer(0);
  }

  /**
   * Keeps some more.
   *
   * @param more released here
   */
  void add(ByteBuf more) {
    bytes.writeBytes(more);
    more.release();
  }

  /** The client sends no more. */
  void end() {
    ended = true;
  }

  /** Whether enough is kept: the client should not be read on. */
  boolean isFull() {
    return bytes.readableBytes() >= LIMIT;
  }

  /** What was not sent yet and may be before the answer; null when there is nothing. */
  @Nullable ByteBuf unsentBeforeAnswer() {
    return unsent(Math.min(LIMIT, bytes.readableBytes()));
  }

  /** All that was not sent yet; null when there is nothing. */
  @Nullable ByteBuf unsent() {
    return unsent(bytes.readableBytes());
  }

  private @Nullable ByteBuf unsent(int until) {
    if (sent >= until) {
      return null;
    }
    ByteBuf copy = bytes.alloc().buffer(Frames.HEADER + until - sent);
    copy.setIndex(Frames.HEADER, Frames.HEADER).writeBytes(bytes, sent, until - sent);
    sent = until;
    return copy;
  }

  /** Whether the client has ended and all its bytes were sent: the end may be sent too. */
  boolean endIsDue() {
    return ended && sent == bytes.readableBytes();
  }

  boolean hasEnded() {
    return ended;
  }

  /** How many bytes the client has sent. */
  int size() {
    return bytes.readableBytes();
  }

  /** Begins anew, for the next source. */
  void rewind() {
    sent = 0;
  }

  void release() {
    bytes.release();
  }
}
