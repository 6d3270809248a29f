package net.clusterlink.systemtests.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.clusterlink.systemtests.stage.GatewayProcess;
import net.clusterlink.systemtests.stage.Program;

/**
 * What a gateway holds.
 *
 * @param heap bytes of heap that a full collection leaves
 * @param direct bytes of memory beside the heap, of buffers alone
 * @param descriptors open files and connections
 */
record Footprint(long heap, long direct, long descriptors) {
  /**
   * The pool of buffers keeps memory by the chunk; how many rest in it at a moment varies by one.
   */
  private static final double CHUNK = 256 * 1024;

  /** What a gateway holds now. */
  static Footprint of(GatewayProcess gateway) {
    // What the first one finds to be cleaned up, the second one frees.
    collectGarbage(gateway.handle());
    collectGarbage(gateway.handle());
    return new Footprint(
        gateway.metrics().sum("jvm_memory_used_bytes", "area", "heap"),
        gateway.metrics().sum("jvm_buffer_memory_used_bytes", "id", "direct"),
        descriptors(gateway.handle()));
  }

  /** Whether this is not more than another, but for some part of that, or one chunk of buffers. */
  boolean isNoMoreThan(Footprint other, double tolerance) {
    return heap <= other.heap * (1 + tolerance)
        && direct <= other.direct + Math.max(other.direct * tolerance, CHUNK)
        && descriptors <= other.descriptors * (1 + tolerance);
  }

  private static void collectGarbage(ProcessHandle process) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Program.Result result =
        Program.run(Path.of("."), List.of(jcmd, Long.toString(process.pid()), "GC.run"));
    if (result.exitCode() != 0) {
      throw new AssertionError("cannot collect the gateway's garbage: " + result.output());
    }
  }

  private static long descriptors(ProcessHandle process) {
    try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
      return open.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
