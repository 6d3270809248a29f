package net.clusterlink.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
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
  private static final String COMPLETION = "completion";
  private static final String HELP = "help";

  /** Subcommands that say something of the others. */
  private static final Set<String> ABOUT_OTHERS = Set.of(COMPLETION, HELP);

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
    Map<String, Supplier<Object>> made = subcommands(surroundings);
    if (arguments.length > 0 && !ABOUT_OTHERS.contains(arguments[0])) {
      Supplier<Object> named = made.get(arguments[0]);
      made = named == null ? made : Map.of(arguments[0], named);
    }
    var command = new CommandLine(new ClusterlinkCommand());
    made.forEach((name, subcommand) -> command.addSubcommand(name, subcommand.get()));
    return configured(command);
  }

  private static Map<String, Supplier<Object>> subcommands(Surroundings surroundings) {
    Map<String, Supplier<Object>> made = new LinkedHashMap<>();
    made.put(
        "create",
        () ->
            new CommandLine(new CreateCommand())
                .addSubcommand(new CreateFabricCommand(surroundings))
                .addSubcommand(new CreatePeerCertCommand(surroundings)));
    made.put(
        "revoke",
        () ->
            new CommandLine(new RevokeCommand())
                .addSubcommand(new RevokePeerCertCommand(surroundings)));
    made.put("gateway", () -> new GatewayCommand(surroundings));
    made.put("validate", () -> new ValidateCommand(surroundings));
    made.put(
        "get",
        () ->
            new GetCommand(
                surroundings.directory(), surroundings.clock(), surroundings.termination()));
    made.put("check", () -> new CheckCommand(surroundings));
    made.put("explain", () -> new ExplainCommand(surroundings));
    made.put("demo", () -> new DemoCommand(surroundings));
    made.put(COMPLETION, CompletionCommand::new);
    made.put("version", VersionCommand::new);
    made.put(HELP, HelpCommand::new);
    return made;
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
