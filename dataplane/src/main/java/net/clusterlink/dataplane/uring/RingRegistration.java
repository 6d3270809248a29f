package net.clusterlink.dataplane.uring;

import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoOps;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A channel's place at the ring of its event loop: through it the channel asks the kernel, and
 * leaves. Used on that event loop, once registered.
 */
final class RingRegistration {
  private @Nullable IoRegistration registration;

  /** Whether an event loop has a ring. */
  static boolean isPossible(EventLoop loop) {
    return loop instanceof IoEventLoop io && io.isCompatible(IoUringIoHandle.class);
  }

  /**
   * Registers a channel.
   *
   * @param handle told of the kernel's answers
   * @param registered done when requests may be made
   */
  void register(EventLoop loop, IoUringIoHandle handle, ChannelPromise registered) {
    ((IoEventLoop) loop)
        .register(handle)
        .addListener((Future<IoRegistration> done) -> {
          if (done.isSuccess()) {
            registration = done.getNow();
            registered.setSuccess();
          } else {
            registered.setFailure(done.cause());
          }
        });
  }

  /**
   * Makes a request; it leaves with the others of this turn.
   *
   * @return its number, or 0 when none is taken any more
   */
  long submit(IoUringIoOps request) {
    IoRegistration at = registration;
    return at == null ? 0 : at.submit(request);
  }

  /**
   * Closes a socket once and for all. The ring does, behind all requests that name the descriptor:
   * its number must not be another's before they are taken.
   *
   * @param underWay numbers of requests that are to be taken back; 0 for none
   */
  void close(UringSocket socket, long... underWay) throws IOException {
    IoRegistration at = registration;
    if (at == null || !at.isValid()) {
      socket.close();
    } else if (socket.markClosed()) {
      for (long request : underWay) {
        if (request != 0) {
          at.submit(UringOps.cancel(request));
        }
      }
      at.submit(UringOps.close(socket.intValue()));
    }
  }

  /** Gives the place up. */
  void leave() {
    IoRegistration at = registration;
    if (at != null) {
      at.cancel();
    }
  }
}
