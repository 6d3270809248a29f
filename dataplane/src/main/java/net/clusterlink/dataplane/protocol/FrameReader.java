package net.clusterlink.dataplane.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one direction of a tunnel into frames. Data passes through as slices of what was read,
 * without waiting for the whole frame; other frames are gathered up to their limit. The length of a
 * frame is judged before any of its payload is kept.
 */
public final class FrameReader {
  private final FrameSink sink;
  private final ByteBuf gathered = Unpooled.buffer(64, FrameType.OPEN.limit());
  private int header;
  private int headerBytes;
  private @Nullable FrameType type;
  private int remaining;

  public FrameReader(FrameSink sink) {
    this.sink = sink;
  }

  /**
   * Reads all that is there, or up to the frame behind which the sink pauses.
   *
   * @param in what arrived; what is left in it is to be read again when the sink goes on. Not
   *     released
   * @throws ProtocolException when the far side broke a rule; nothing may be read afterwards
   */
  public void read(ByteBuf in) throws ProtocolException {
    while (in.isReadable() && !sink.isPaused()) {
      FrameType current = type;
      if (current == null) {
        readHeader(in);
      } else if (current == FrameType.DATA) {
        int length = Math.min(remaining, in.readableBytes());
        remaining -= length;
        if (remaining == 0) {
          type = null;
        }
        sink.data(in.readRetainedSlice(length));
      } else {
        gather(current, in);
      }
    }
  }

  private void readHeader(ByteBuf in) throws ProtocolException {
    if (headerBytes == 0 && in.readableBytes() >= Frames.HEADER) {
      header = in.readInt();
    } else {
      header = header << 8 | in.readUnsignedByte();
      if (++headerBytes < Frames.HEADER) {
        return;
      }
    }
    headerBytes = 0;
    int length = header & 0xFFFFFF;
    FrameType next = FrameType.ofCode(header >>> 24);
    if (next == null) {
      throw new ProtocolException("unknown frame type " + (header >>> 24));
    }
    if (length > next.limit()) {
      String message = next + " frame of " + length + " bytes, limit " + next.limit();
      throw next == FrameType.OPEN
          ? ProtocolException.inOpen(message)
          : new ProtocolException(message);
    }
    if (next == FrameType.DATA && length == 0) {
      throw new ProtocolException("data frame without data");
    }
    if (length == 0) {
      sink.frame(next, Unpooled.EMPTY_BUFFER);
    } else {
      type = next;
      remaining = length;
    }
  }

  private void gather(FrameType current, ByteBuf in) throws ProtocolException {
    if (gathered.writerIndex() == 0 && in.readableBytes() >= remaining) {
      ByteBuf payload = in.readSlice(remaining);
      type = null;
      sink.frame(current, payload);
      return;
    }
    int length = Math.min(remaining, in.readableBytes());
    gathered.writeBytes(in, length);
    remaining -= length;
    if (remaining == 0) {
      type = null;
      sink.frame(current, gathered);
      gathered.clear();
    }
  }
}
