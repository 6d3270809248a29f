package net.clusterlink.dataplane.uring;

import io.netty.buffer.ByteBuf;
import io.netty.channel.uring.IoUringIoOps;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A request whose memory is the kernel's until it has answered, which may be after a close. */
final class LentMemory {
  private long request;
  private @Nullable ByteBuf memory;

  /** Number of the request that is under way; 0 for none. */
  long request() {
    return request;
  }

  /**
   * Makes the request.
   *
   * @param lent released here when the request is not taken, by the caller once it is answered
   * @return whether it was taken
   */
  boolean lend(RingRegistration ring, IoUringIoOps ops, ByteBuf lent) {
    try {
      request = ring.submit(ops);
    } finally {
      if (request == 0) {
        lent.release();
      } else {
        memory = lent;
      }
    }
    return request != 0;
  }

  /** The kernel has answered: what was lent, the caller's to release. */
  ByteBuf back() {
    request = 0;
    ByteBuf back = Objects.requireNonNull(memory, "an answer to no request");
    memory = null;
    return back;
  }
}
