package net.clusterlink.dataplane.uring;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.unix.IovArray;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Sends what waits in a channel, by calls that do not block. */
final class SocketSender {
  /** Pieces sent by one call. */
  private static final int PIECES = 64;

  private final UringSocket socket;
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
