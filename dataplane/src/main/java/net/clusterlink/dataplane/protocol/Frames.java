package net.clusterlink.dataplane.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Writes frames; every buffer returned is the caller's to pass on or release. */
public final class Frames {
  /**
   * Length of a frame's header. Bytes to be sent as data that leave so much free before them, in a
   * buffer of their own, are sent in that buffer: see {@link #prependDataHeader}.
   */
  public static final int HEADER = 4;

  private Frames() {}

  /** A whole hello frame. */
  public static ByteBuf hello(ByteBufAllocator allocator, Hello hello) {
    ByteBuf out = begin(allocator, 256);
    hello.write(out);
    return finish(FrameType.HELLO, out);
  }

  /**
   * A whole open frame.
   *
   * @throws IllegalArgumentException when the attributes do not fit into one
   */
  public static ByteBuf open(ByteBufAllocator allocator, Open open) {
    if (open.attributes().size() > Open.MAX_ATTRIBUTES) {
      throw new IllegalArgumentException(
          open.attributes().size() + " attributes, limit " + Open.MAX_ATTRIBUTES);
    }
    ByteBuf out = begin(allocator, 512);
    open.write(out);
    if (out.readableBytes() - HEADER > FrameType.OPEN.limit()) {
      int length = out.readableBytes() - HEADER;
      out.release();
      throw new IllegalArgumentException(
          "an open of " + length + " bytes, limit " + FrameType.OPEN.limit());
    }
    return finish(FrameType.OPEN, out);
  }

  public static ByteBuf accept(ByteBufAllocator allocator) {
    return finish(FrameType.ACCEPT, begin(allocator, 0));
  }

  public static ByteBuf refuse(ByteBufAllocator allocator, RefuseCode code) {
    return finish(FrameType.REFUSE, begin(allocator, 1).writeByte(code.code()));
  }

  /**
   * The header of a data frame; its bytes follow as a buffer of their own.
   *
   * @param length 1 to 65,536
   */
  public static ByteBuf dataHeader(ByteBufAllocator allocator, int length) {
    return allocator.ioBuffer(HEADER).writeInt(FrameType.DATA.code() << 24 | length);
  }

  /**
   * Writes the header of a data frame before its bytes, where there is room and nobody else can see
   * it: the buffer is then the whole frame.
   *
   * @param bytes 1 to 65,536 readable bytes, of which the caller is the only owner; not a slice or
   *     duplicate of a buffer whose bytes before these anybody needs
   * @return whether it was written; else {@link #dataHeader} has to go before
   */
  public static boolean prependDataHeader(ByteBuf bytes) {
    int start = bytes.readerIndex() - HEADER;
    if (start < 0 || bytes.refCnt() != 1 || bytes.isReadOnly()) {
      return false;
    }
    bytes.setInt(start, FrameType.DATA.code() << 24 | bytes.readableBytes());
    bytes.readerIndex(start);
    return true;
  }

  public static ByteBuf end(ByteBufAllocator allocator) {
    return finish(FrameType.END, begin(allocator, 0));
  }

  public static ByteBuf abort(ByteBufAllocator allocator, AbortCode code) {
    return finish(FrameType.ABORT, begin(allocator, 1).writeByte(code.code()));
  }

  public static ByteBuf ping(ByteBufAllocator allocator, long payload) {
    return finish(FrameType.PING, begin(allocator, 8).writeLong(payload));
  }

  public static ByteBuf pong(ByteBufAllocator allocator, long payload) {
    return finish(FrameType.PONG, begin(allocator, 8).writeLong(payload));
  }

  public static ByteBuf goodbye(ByteBufAllocator allocator, GoodbyeCode code) {
    return finish(FrameType.GOODBYE, begin(allocator, 1).writeByte(code.code()));
  }

  /** Offers to make a free tunnel a bundle, or agrees. */
  public static ByteBuf bundle(ByteBufAllocator allocator) {
    return finish(FrameType.BUNDLE, begin(allocator, 0));
  }

  /**
   * What follows of the session comes by a bundle.
   *
   * @param bundle the bundle's number
   */
  public static ByteBuf aside(ByteBufAllocator allocator, int bundle) {
    return finish(FrameType.ASIDE, begin(allocator, 4).writeInt(bundle));
  }

  /**
   * What follows of the session comes by its own tunnel again.
   *
   * @param tunnel that tunnel's number
   */
  public static ByteBuf back(ByteBufAllocator allocator, int tunnel) {
    ByteBuf out = allocator.ioBuffer(HEADER + 4);
    writeBack(out, tunnel);
    return out;
  }

  /** Writes the same behind other frames. */
  public static void writeBack(ByteBuf out, int tunnel) {
    out.writeInt(FrameType.BACK.code() << 24 | 4).writeInt(tunnel);
  }

  /**
   * Writes a whole frame with bytes of the session of another tunnel.
   *
   * @param tunnel that tunnel's number
   * @param bytes 1 to 16,380 readable; read to their end, not released
   */
  public static void writeShared(ByteBuf out, int tunnel, ByteBuf bytes) {
    out.writeInt(FrameType.SHARED.code() << 24 | (4 + bytes.readableBytes()))
        .writeInt(tunnel)
        .writeBytes(bytes);
  }

  /**
   * Writes how much of a session's bytes was taken out of the bundle.
   *
   * @param tunnel the number of the session's tunnel
   * @param count of bytes since that tunnel began, modulo 2^32
   */
  public static void writeTaken(ByteBuf out, int tunnel, int count) {
    out.writeInt(FrameType.TAKEN.code() << 24 | 8).writeInt(tunnel).writeInt(count);
  }

  /** The next number in a payload. */
  public static int number(ByteBuf payload, FrameType type) throws ProtocolException {
    if (payload.readableBytes() < 4) {
      throw new ProtocolException(type + " frame that ends too early");
    }
    return payload.readInt();
  }

  /** The code of a refuse frame's payload. */
  public static RefuseCode refuseCode(ByteBuf payload) throws ProtocolException {
    return RefuseCode.ofCode(code(payload, FrameType.REFUSE));
  }

  /** The code of an abort frame's payload. */
  public static AbortCode abortCode(ByteBuf payload) throws ProtocolException {
    return AbortCode.ofCode(code(payload, FrameType.ABORT));
  }

  /** The code of a goodbye frame's payload. */
  public static GoodbyeCode goodbyeCode(ByteBuf payload) throws ProtocolException {
    return GoodbyeCode.ofCode(code(payload, FrameType.GOODBYE));
  }

  /** The payload of a ping or pong. */
  public static long pingPayload(ByteBuf payload) throws ProtocolException {
    if (payload.readableBytes() != 8) {
      throw new ProtocolException("a ping of " + payload.readableBytes() + " bytes, not 8");
    }
    return payload.readLong();
  }

  private static int code(ByteBuf payload, FrameType type) throws ProtocolException {
    if (!payload.isReadable()) {
      throw new ProtocolException(type + " frame without a code");
    }
    return payload.readUnsignedByte();
  }

  private static ByteBuf begin(ByteBufAllocator allocator, int payload) {
    return allocator.ioBuffer(HEADER + payload).writeZero(HEADER);
  }

  private static ByteBuf finish(FrameType type, ByteBuf out) {
    return out.setInt(0, type.code() << 24 | (out.readableBytes() - HEADER));
  }
}
