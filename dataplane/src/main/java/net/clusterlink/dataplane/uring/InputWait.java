package net.clusterlink.dataplane.uring;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The request by which a connection waits for input: for the bytes themselves, in a small buffer,
 * or, where more is expected than fits there, for the news that there are some.
 */
final class InputWait {
  /** What one connection holds while it waits. */
  static final int BYTES = 1024;

  private final UringSocket socket;
  private @Nullable ByteBuf receiving;
  private long request;

  InputWait(UringSocket socket) {
    this.socket = socket;
  }

  /** Number of the request that is under way; 0 for none. */
  long request() {
    return request;
  }

  /** Waits for the news. */
  void forNews(RingRegistration ring) {
    request = ring.submit(UringOps.poll(socket.intValue(), UringOps.POLLIN));
  }

  /**
   * Waits for the bytes.
   *
   * @throws OutOfMemoryError when there is no memory for the buffer; nothing waits then
   */
  void forBytes(RingRegistration ring, ByteBufAllocator allocator) {
    ByteBuf buffer = allocator.directBuffer(BYTES, BYTES);
    try {
      request =
          ring.submit(
              UringOps.receive(socket.intValue(), buffer.memoryAddress(), buffer.writableBytes()));
    } finally {
      if (request == 0) {
        buffer.release();
      } else {
        receiving = buffer;
      }
    }
  }

  /** The wait for news is over. */
  void newsCame() {
    request = 0;
  }

  /** The wait for bytes is over: where they are, if there are any; the caller's to release. */
  ByteBuf bytesCame() {
    request = 0;
    ByteBuf buffer = Objects.requireNonNull(receiving, "an answer to no request");
    receiving = null;
    return buffer;
  }
}
