package net.clusterlink.cli;

import java.time.Duration;
import java.util.List;
import java.util.Set;
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
  private static final List<String> SUBCOMMANDS =
      List.of(
          "create",
          "revoke",
          "gateway",
          "validate",
          "get",
          "check",
          "explain",
          "demo",
          "completion",
          "version",
          "help");

  /** Subcommands that say something of the others. */
  private static final Set<String> ABOUT_OTHERS = Set.of("completion", "help");

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

  /**
   * With the one subcommand that the arguments begin with, or with all: to make them all takes a
   * tenth of a gateway's start.
   */
  static CommandLine commandLine(Surroundings surroundings, String... arguments) {
    boolean one =
        arguments.length > 0
            && SUBCOMMANDS.contains(arguments[0])
            && !ABOUT_OTHERS.contains(arguments[0]);
    var command = new CommandLine(new ClusterlinkCommand());
    for (String name : one ? List.of(arguments[0]) : SUBCOMMANDS) {
      command.addSubcommand(name, subcommand(name, surroundings));
    }
    return configured(command);
  }

  private static Object subcommand(String name, Surroundings surroundings) {
    return switch (name) {
      case "create" ->
          new CommandLine(new CreateCommand())
              .addSubcommand(new CreateFabricCommand(surroundings))
              .addSubcommand(new CreatePeerCertCommand(surroundings));
      case "revoke" ->
          new CommandLine(new RevokeCommand())
              .addSubcommand(new RevokePeerCertCommand(surroundings));
      case "gateway" -> new GatewayCommand(surroundings);
      case "validate" -> new ValidateCommand(surroundings);
      case "get" ->
          new GetCommand(
              surroundings.directory(), surroundings.clock(), surroundings.termination());
      case "check" -> new CheckCommand(surroundings);
      case "explain" -> new ExplainCommand(surroundings);
      case "demo" -> new DemoCommand(surroundings);
      case "completion" -> new CompletionCommand();
      case "version" -> new VersionCommand();
      case "help" -> new HelpCommand();
      default -> throw new IllegalArgumentException("no subcommand " + name);
    };
  }

  private static CommandLine configured(CommandLine command) {
    Errors errors = new Errors();
    return command
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
