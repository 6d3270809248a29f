package net.clusterlink.systemtests.faults;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** System calls that Java has no other way to. */
final class Kernel {
  private static final int O_RDONLY = 0;
  private static final int CLONE_NEWNET = 0x40000000;
  private static final int EPERM = 1;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final FunctionDescriptor TWO_INTS =
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT);

  private Kernel() {}

  /**
   * Moves the calling thread, a platform thread, into a network namespace: what sockets it opens
   * from then on are there, and stay there whichever thread uses them. See setns(2).
   */
  static void enterNetwork(Path namespace) {
    MethodHandle open =
        function(
            "open",
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
            ERRNO,
            Linker.Option.firstVariadicArg(2));
    MethodHandle setns = function("setns", TWO_INTS, ERRNO);
    MethodHandle close = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), ERRNO);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int fd = (int) open.invokeExact(state, arena.allocateFrom(namespace.toString()), O_RDONLY);
      check(fd, state, "open " + namespace);
      check((int) setns.invokeExact(state, fd, CLONE_NEWNET), state, "enter " + namespace);
      check((int) close.invokeExact(state, fd), state, "close " + namespace);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("cannot enter " + namespace, e);
    }
  }

  @SuppressWarnings("restricted") // there is no other way, and the tests' JVM allows it
  private static MethodHandle function(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().find(name).orElseThrow(), descriptor, options);
  }

  private static void check(int result, MemorySegment state, String action) {
    if (result >= 0) {
      return;
    }
    int errno = state.get(JAVA_INT, STATE.byteOffset(PathElement.groupElement("errno")));
    throw new AssertionError(
        "cannot %s: error %d%s"
            .formatted(action, errno, errno == EPERM ? "; run the tests as root" : ""));
  }
}
