package net.clusterlink.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clusterlink completion}: a script that lets a shell complete the command. */
@Command(
    name = "completion",
    header = "Print a script that completes this command in a shell.",
    footer = {
      "",
      "Examples:",
      "  source <(clusterlink completion bash)",
      "  clusterlink completion zsh > ~/.clusterlink-completion  # and source it in ~/.zshrc"
    })
final class CompletionCommand implements Callable<Integer> {

  /** The shells there is a script for; the same one, which asks zsh to understand bash's way. */
  enum Shell {
    BASH,
    ZSH
  }

  @Parameters(paramLabel = "bash|zsh", description = "The shell.")
  Shell shell = Shell.BASH;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var root = spec.root().commandLine();
    spec.commandLine().getOut().print(AutoComplete.bash(root.getCommandName(), root));
    return ExitCode.OK;
  }
}
