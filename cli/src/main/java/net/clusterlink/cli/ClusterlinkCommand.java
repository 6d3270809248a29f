package net.clusterlink.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import net.clusterlink.cli.get.GetCommand;
import net.clusterlink.cli.get.Output;
import net.clusterlink.cli.logging.LogFormat;
import net.clusterlink.fabric.KeyType;
import org.slf4j.event.Level;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command itself, with all its subcommands. */
@Command(
    name = "clusterlink",
    versionProvider = VersionCommand.class,
    synopsisSubcommandLabel = "COMMAND",
    header = {"Links services of different places over mutual TLS, allowed by policy.", ""},
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Exit codes: 0 it went well, 1 it failed, 2 wrong usage, 3 a check failed, or a session would",
      "not be let pass.",
      "",
      "Begin with:",
      "  clusterlink demo",
      "  clusterlink create fabric --help",
      "",
      "Where the sources are, 'clusterlink bench' measures it beside other proxies."
    })
final class ClusterlinkCommand implements Callable<Integer> {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show how it is used.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;

  @Spec CommandSpec spec = CommandSpec.create();

  static CommandLine commandLine(Surroundings surroundings) {
    Errors errors = new Errors();
    return new CommandLine(new ClusterlinkCommand())
        .addSubcommand(
            new CommandLine(new CreateCommand())
                .addSubcommand(new CreateFabricCommand(surroundings))
                .addSubcommand(new CreatePeerCertCommand(surroundings)))
        .addSubcommand(
            new CommandLine(new RevokeCommand())
                .addSubcommand(new RevokePeerCertCommand(surroundings)))
        .addSubcommand(new GatewayCommand(surroundings))
        .addSubcommand(new ValidateCommand(surroundings))
        .addSubcommand(
            new GetCommand(
                surroundings.directory(), surroundings.clock(), surroundings.termination()))
        .addSubcommand(new CheckCommand(surroundings))
        .addSubcommand(new ExplainCommand(surroundings))
        .addSubcommand(new DemoCommand(surroundings))
        .addSubcommand(new CompletionCommand())
        .addSubcommand(new VersionCommand())
        .addSubcommand(new HelpCommand())
        .registerConverter(KeyType.class, new ChoiceConverter<>(KeyType.class))
        .registerConverter(CheckCommand.Form.class, new ChoiceConverter<>(CheckCommand.Form.class))
        .registerConverter(LogFormat.class, new ChoiceConverter<>(LogFormat.class))
        .registerConverter(Duration.class, new DurationConverter())
        .registerConverter(Output.class, new ChoiceConverter<>(Output.class))
        .registerConverter(
            ExplainCommand.Form.class, new ChoiceConverter<>(ExplainCommand.Form.class))
        .registerConverter(
            CompletionCommand.Shell.class, new ChoiceConverter<>(CompletionCommand.Shell.class))
        .registerConverter(Level.class, new ChoiceConverter<>(Level.class))
        .setUsageHelpWidth(100)
        .setOverwrittenOptionsAllowed(false)
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors);
  }

  /** Without a subcommand there is nothing to do. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
