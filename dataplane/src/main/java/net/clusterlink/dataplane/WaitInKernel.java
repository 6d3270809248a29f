package net.clusterlink.dataplane;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.netty.channel.Channel;
import io.netty.channel.uring.IoUringSocketChannel;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/**
 * Lets the kernel do all the waiting for a connection that io_uring serves.
 *
 * <p>Netty (4.2.17) makes the connections that it dials non-blocking. When such a one takes no
 * more, the kernel waits by itself until it does; but once the far side has ended its direction,
 * the kernel takes that end for the awaited event each time, gives up, and says that the write is
 * to be tried again. Netty then polls for room to write, is told of the end by that poll as well,
 * which says nothing of room, goes on taking the poll for pending, and never writes again. For a
 * blocking connection the kernel waits until all is written. Those that were accepted are blocking
 * as they come.
 */
final class WaitInKernel {

  private WaitInKernel() {}

  /** For a connection that may be half closed; nothing on other transports. */
  static void apply(Channel channel) {
    if (channel instanceof IoUringSocketChannel connection) {
      Kernel.clearStatusFlags(connection.fd().intValue());
    }
  }

  /** Apart, as only Linux needs to have it. */
  private static final class Kernel {
    /** From fcntl(2). */
    private static final int F_SETFL = 4;

    private static final MethodHandle FCNTL = fcntl();

    /** O_NONBLOCK is the only one that Netty sets. */
    static void clearStatusFlags(int fd) {
      int result;
      try {
        result = (int) FCNTL.invokeExact(fd, F_SETFL, 0);
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException("fcntl cannot be called", e);
      }
      if (result != 0) {
        throw new IllegalStateException("descriptor " + fd + " cannot be made blocking");
      }
    }

    @SuppressWarnings("restricted") // Netty's native code needs the same permission
    private static MethodHandle fcntl() {
      Linker linker = Linker.nativeLinker();
      return linker.downcallHandle(
          linker.defaultLookup().findOrThrow("fcntl"),
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
    }
  }
}
