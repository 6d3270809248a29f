package net.clusterlink.systemtests.stage;

import java.nio.file.Path;
import java.util.List;

/** Signals that Java itself cannot send. */
public enum Signal {
  /** Ends, in the quick way of those who know several. */
  INT,
  /** Stands still, until it is continued. */
  STOP,
  /** Goes on. */
  CONT;

  /** Sends it to a process. */
  public void to(ProcessHandle process) {
    Program.Result result =
        Program.run(
            Path.of("."),
            List.of("sh", "-c", "kill -s $0 $1", name(), Long.toString(process.pid())));
    if (result.exitCode() != 0) {
      throw new AssertionError(
          "cannot send %s to process %d: %s".formatted(name(), process.pid(), result.output()));
    }
  }
}
