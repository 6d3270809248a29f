package net.clusterlink.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import net.clusterlink.cli.demo.Demo;
import net.clusterlink.cli.demo.DemoException;
import net.clusterlink.cli.gateway.Termination;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clusterlink demo}: two gateways, a service and a client, before the user's eyes. */
@Command(
    name = "demo",
    header = "Show it all on this machine: two gateways, a service and a client.",
    description = {
      "",
      "A client of peer east asks for a service of peer west: refused by default, allowed by policy,"
          + " refused again by the administrator, and not disturbed by a broken file. The exit code"
          + " is 0 only if all of it held. It runs in a temporary directory and on free ports, takes"
          + " less than 30 seconds and leaves nothing behind.",
      ""
    },
    footer = {"", "Examples:", "  clusterlink demo", "  clusterlink demo --keep"})
final class DemoCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--keep",
      description = "Leave it running until Ctrl-C, and show commands to try.")
  boolean keep;

  @Spec CommandSpec spec = CommandSpec.create();

  DemoCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    try {
      Optional<Termination> end = keep ? Optional.of(surroundings.termination()) : Optional.empty();
      boolean held = Demo.run(Main.class, spec.commandLine().getOut(), Ansi.AUTO.enabled(), end);
      return held ? ExitCode.OK : ExitCode.SOFTWARE;
    } catch (DemoException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()));
    }
  }
}
