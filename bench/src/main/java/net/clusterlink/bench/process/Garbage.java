package net.clusterlink.bench.process;

import java.nio.file.Path;
import java.util.List;
import net.clusterlink.bench.BenchException;

/** What JVMs keep without need, which would drown what a session or an import takes. */
public final class Garbage {
  private static final String JCMD =
      Path.of(System.getProperty("java.home"), "bin/jcmd").toString();

  private Garbage() {}

  /**
   * Lets JVMs collect theirs.
   *
   * @throws BenchException when one of them cannot be asked
   */
  public static void collect(List<ProcessHandle> jvms) {
    for (ProcessHandle jvm : jvms) {
      Program.run(Path.of("."), List.of(JCMD, Long.toString(jvm.pid()), "GC.run"));
    }
  }
}
