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

/** {@code clusterlink demo}: three gateways, two services and a client, before the user's eyes. */
@Command(
    name = "demo",
    header = "Show it all on this machine: three gateways, two services and a client.",
    description = {
      "",
      "A client of peer edge asks for a service of peers east and west: refused by default, allowed by"
          + " policy, balanced over both; a gateway dies and comes back, certificates are renewed, the"
          + " administrator cuts a live session, and a broken file disturbs nothing. The exit code is"
          + " 0 only if all of it held. It runs in a temporary directory and on free ports, takes"
          + " less than a minute and leaves nothing behind.",
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
