package net.clusterlink.dataplane.uring;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import net.clusterlink.dataplane.protocol.Frames;

/**
 * The request by which a connection waits for input: for the bytes themselves, in a small buffer,
 * or, where more is expected than fits there, for the news that there are some.
 */
final class InputWait {
  /** Left free before what is received, for the header of whoever passes it on. */
  static final int ROOM = Frames.HEADER;

  /**
   * What is received at most. With the room it is what one connection holds while it waits, and one
   * byte more would be the allocator's next size.
   */
  static final int BYTES = 1024 - ROOM;

  private final UringSocket socket;
  private final LentMemory receiving = new LentMemory();
  private long news;

  /** What came last was all that was there: the kernel waits for more before it looks for it. */
  private boolean drained;

  InputWait(UringSocket socket) {
    this.socket = socket;
  }

  /** Number of the request that is under way; 0 for none. */
  long request() {
    return news == 0 ? receiving.request() : news;
  }

  /** Waits for the news. */
  void forNews(RingRegistration ring) {
    news = ring.submit(UringOps.poll(socket.intValue(), UringOps.POLLIN));
  }

  /**
   * Waits for the bytes.
   *
   * @throws OutOfMemoryError when there is no memory for the buffer; nothing waits then
   */
  void forBytes(RingRegistration ring, ByteBufAllocator allocator) {
    ByteBuf buffer = allocator.directBuffer(ROOM + BYTES, ROOM + BYTES).setIndex(ROOM, ROOM);
    receiving.lend(
        ring,
        UringOps.receive(
            socket.intValue(), buffer.memoryAddress() + ROOM, buffer.writableBytes(), drained),
        buffer);
  }

  /** The wait for news is over. */
  void newsCame() {
    news = 0;
  }

  /**
   * The wait for bytes is over.
   *
   * @param more whether there is more than fitted
   * @return where they are, if there are any; the caller's to release
   */
  ByteBuf bytesCame(boolean more) {
    drained = !more;
    return receiving.back();
  }
}
