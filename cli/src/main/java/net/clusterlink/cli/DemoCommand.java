package net.clusterlink.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** {@code clusterlink demo}. */
@Command(name = "demo", description = "Show it all on this machine.")
final class DemoCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return ExitCode.OK;
  }
}
