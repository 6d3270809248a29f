package net.clusterlink.cli;

import java.io.PrintWriter;
import java.util.Set;
import net.clusterlink.admin.AdminException;
import net.clusterlink.api.Excerpt;
import net.clusterlink.cli.admin.AdminClientException;
import net.clusterlink.controlplane.store.StoreException;
import net.clusterlink.dataplane.DataplaneException;
import net.clusterlink.fabric.FabricException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells a person what went wrong: one line with the remedy, on standard error, and no more. */
final class Errors implements IParameterExceptionHandler, IExecutionExceptionHandler {

  /** The command was called wrongly. */
  @Override
  public int handleParseException(ParameterException mistake, String[] args) {
    CommandLine command = mistake.getCommandLine();
    PrintWriter err = command.getErr();
    print(err, message(mistake, command));
    UnmatchedArgumentException.printSuggestions(mistake, err);
    err.println(
        "run `" + command.getCommandSpec().qualifiedName() + " --help` to see how it is used");
    return ExitCode.USAGE;
  }

  private static String message(ParameterException mistake, CommandLine command) {
    Set<String> known = command.getSubcommands().keySet();
    if (mistake instanceof UnmatchedArgumentException unmatched
        && !known.isEmpty()
        && !unmatched.isUnknownOption()) {
      return HelpCommand.unknown(unmatched.getUnmatched().getFirst(), known);
    }
    // The library says it twice.
    return String.valueOf(mistake.getMessage())
        .replace("option option", "option")
        .replaceFirst("^Error: ", "");
  }

  /** The command failed. */
  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult parseResult) {
    PrintWriter err = command.getErr();
    String message = String.valueOf(failure.getMessage());
    return switch (failure) {
      case FabricException fabric -> {
        print(err, message);
        yield fabric.kind() == FabricException.Kind.INVALID_NAME
            ? ExitCode.USAGE
            : ExitCode.SOFTWARE;
      }
      case AdminClientException asked -> {
        print(err, message);
        yield asked.kind() == AdminClientException.Kind.WRONG_OPTION
            ? ExitCode.USAGE
            : ExitCode.SOFTWARE;
      }
      case CommandFailedException _, AdminException _, DataplaneException _, StoreException _ -> {
        print(err, message);
        yield ExitCode.SOFTWARE;
      }
      default -> {
        print(err, "a fault of clusterlink itself: " + failure + place(failure));
        err.println("please report it with this line and what you did");
        yield ExitCode.SOFTWARE;
      }
    };
  }

  private static String place(Exception fault) {
    StackTraceElement[] frames = fault.getStackTrace();
    return frames.length == 0 ? "" : " (" + frames[0] + ")";
  }

  private static void print(PrintWriter err, String message) {
    err.println("error: " + Excerpt.whole(message));
  }
}
