package net.clusterlink.dataplane.uring;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.unix.IovArray;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Sends what waits in a channel, by calls that do not block, or by the ring. */
final class SocketSender {
  /** Pieces sent by one call. */
  private static final int PIECES = 64;

  /**
   * A TLS record with its overhead: what the ring sends at most. More is bulk, which a call sends
   * as many pieces, and whose copying outweighs the call.
   */
  private static final int MESSAGE_BYTES = 16 * 1024 + 256;

  private final UringSocket socket;
  private final LentMemory byRing = new LentMemory();
  private @Nullable IovArray pieces;

  SocketSender(UringSocket socket) {
    this.socket = socket;
  }

  /**
   * Sends what one call takes.
   *
   * @return whether it took all that it was given
   */
  boolean send(ChannelOutboundBuffer out) throws IOException {
    if (out.size() == 1 && out.current() instanceof ByteBuf only && only.hasMemoryAddress()) {
      int length = only.readableBytes();
      int sent =
          length == 0
              ? 0
              : socket.sendAddress(only.memoryAddress(), only.readerIndex(), only.writerIndex());
      out.removeBytes(sent);
      return sent == length;
    }
    IovArray gathered = gather(out);
    long length = gathered.size();
    long sent =
        length == 0 ? 0 : socket.writevAddresses(gathered.memoryAddress(0), gathered.count());
    out.removeBytes(sent);
    return sent == length;
  }

  /**
   * Has the ring send what waits, if that is one message; it leaves with the other requests of the
   * turn. Nothing else may be sent until the answer.
   *
   * @return whether it will
   */
  boolean sendByRing(ChannelOutboundBuffer out, RingRegistration ring) {
    if (out.size() != 1
        || !(out.current() instanceof ByteBuf message)
        || !message.hasMemoryAddress()
        || !message.isReadable()
        || message.readableBytes() > MESSAGE_BYTES) {
      return false;
    }
    long address = message.memoryAddress() + message.readerIndex();
    return byRing.lend(
        ring, UringOps.send(socket.intValue(), address, message.readableBytes()), message.retain());
  }

  /** Whether the ring was asked to send, and has not answered yet. */
  boolean isUnderWay() {
    return byRing.request() != 0;
  }

  /** The ring has answered. */
  void answered() {
    byRing.back().release();
  }

  private IovArray gather(ChannelOutboundBuffer out) throws IOException {
    if (pieces == null) {
      pieces = new IovArray(PIECES);
    }
    pieces.clear();
    try {
      out.forEachFlushedMessage(pieces);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("cannot gather what is to be sent", e);
    }
    return pieces;
  }

  /** Gives back its memory; nothing is sent afterwards. */
  void release() {
    if (pieces != null) {
      pieces.release();
      pieces = null;
    }
  }
}
