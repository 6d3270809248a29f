package net.clusterlink.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import net.clusterlink.cli.gateway.Termination;
import picocli.CommandLine;

/**
 * A command run inside the tests, in a directory of its own.
 *
 * @param exitCode what the process would have ended with
 * @param out what it printed
 * @param err what it complained of
 */
record CommandRun(int exitCode, String out, String err) {

  static CommandRun in(Path directory, String... args) {
    return in(directory, Clock.systemUTC(), args);
  }

  static CommandRun in(Path directory, Clock clock, String... args) {
    var log = new ByteArrayOutputStream();
    var out = new StringWriter();
    var err = new StringWriter();
    CommandLine command =
        ClusterlinkCommand.commandLine(
                new Surroundings(directory, clock, log, new Termination()), args)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    int exitCode = command.execute(args);
    return new CommandRun(exitCode, out.toString(), log.toString(StandardCharsets.UTF_8) + err);
  }
}
