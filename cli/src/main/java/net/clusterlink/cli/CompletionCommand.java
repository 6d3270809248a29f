package net.clusterlink.cli;

import java.util.Iterator;
import java.util.List;
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

  static final class Shells implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("bash", "zsh").iterator();
    }
  }

  @Parameters(
      paramLabel = "bash|zsh",
      completionCandidates = Shells.class,
      description = "The shell.")
  Shell shell = Shell.BASH;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var root = spec.root().commandLine();
    var out = spec.commandLine().getOut();
    out.print(AutoComplete.bash(root.getCommandName(), root));
    out.flush();
    return ExitCode.OK;
  }
}
