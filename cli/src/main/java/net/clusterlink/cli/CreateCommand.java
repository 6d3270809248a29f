package net.clusterlink.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code clusterlink create}: what a fabric is made of. */
@Command(
    name = "create",
    synopsisSubcommandLabel = "COMMAND",
    header = "Create a fabric, or a certificate for one of its peers.",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Examples:",
      "  clusterlink create fabric --name prod",
      "  clusterlink create peer-cert --name east --fabric prod"
    })
final class CreateCommand implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();

  /** Without a subcommand there is nothing to do. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
