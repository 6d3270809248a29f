package net.clusterlink.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code clusterlink revoke}: what shall not count any more. */
@Command(
    name = "revoke",
    synopsisSubcommandLabel = "COMMAND",
    header = "Revoke the certificate of a peer.",
    commandListHeading = "%nCommands:%n",
    footer = {"", "Example:", "  clusterlink revoke peer-cert --name east --fabric prod"})
final class RevokeCommand implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();

  /** Without a subcommand there is nothing to do. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
