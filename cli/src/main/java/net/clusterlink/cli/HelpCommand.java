package net.clusterlink.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clusterlink help}: the same as {@code --help} behind a command. */
@Command(
    name = "help",
    header = "Show how a command is used.",
    footer = {"", "Examples:", "  clusterlink help gateway", "  clusterlink help create peer-cert"})
final class HelpCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "A command, followed by the command below it if there is one.")
  List<String> path = new ArrayList<>();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    CommandLine shown = spec.root().commandLine();
    for (String name : path) {
      CommandLine below = shown.getSubcommands().get(name);
      if (below == null) {
        throw new ParameterException(shown, unknown(name, shown.getSubcommands().keySet()));
      }
      shown = below;
    }
    shown.usage(spec.commandLine().getOut());
    return ExitCode.OK;
  }

  /** What to say of a command that is none. */
  static String unknown(String name, Set<String> known) {
    return "there is no command '"
        + name
        + "'; there "
        + (known.isEmpty() ? "is none here" : "are " + String.join(", ", known));
  }
}
