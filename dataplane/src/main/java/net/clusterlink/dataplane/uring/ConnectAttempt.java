package net.clusterlink.dataplane.uring;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelPromise;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect, from its request to the promise that tells how it ended. The memory of
 * the address stays until the kernel has answered, which may be later.
 */
final class ConnectAttempt {
  private final InetSocketAddress target;
  private final ChannelPromise promise;
  private final LentMemory address = new LentMemory();
  private @Nullable ScheduledFuture<?> timer;
  private boolean over;

  ConnectAttempt(InetSocketAddress target, ChannelPromise promise) {
    this.target = target;
    this.promise = promise;
  }

  InetSocketAddress target() {
    return target;
  }

  /** Number of the request that is under way; 0 for none. */
  long request() {
    return address.request();
  }

  /** Whether its promise has been told how it ended. */
  boolean isOver() {
    return over;
  }

  /**
   * Asks the kernel.
   *
   * @return whether it was asked; there is no attempt otherwise
   */
  boolean begin(RingRegistration ring, UringSocket socket, ByteBufAllocator allocator) {
    ByteBuf memory = SocketAddressMemory.of(target, allocator);
    return address.lend(
        ring,
        UringOps.connect(socket.intValue(), memory.memoryAddress(), memory.readableBytes()),
        memory);
  }

  /**
   * Bounds its time.
   *
   * @param late called when the attempt has failed for that
   */
  void limit(EventLoop loop, int millis, Runnable late) {
    timer =
        loop.schedule(
            () -> {
              fail(
                  new ConnectTimeoutException(
                      "connection timed out after " + millis + " ms: " + target));
              late.run();
            },
            millis,
            TimeUnit.MILLISECONDS);
  }

  /** The kernel has answered. */
  void answered() {
    address.back().release();
  }

  /**
   * It has come to a connection.
   *
   * @return whether anybody still wants it
   */
  boolean succeed() {
    end();
    return promise.trySuccess();
  }

  /** It has come to nothing. */
  void fail(Exception cause) {
    if (!over) {
      end();
      promise.tryFailure(cause);
    }
  }

  private void end() {
    over = true;
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }
}
