package net.clusterlink.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.Clock;
import net.clusterlink.cli.gateway.Termination;

/** Where the program begins. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code: 0 it went well, 1 it failed, 2 wrong usage. */
  public static void main(String... args) {
    var termination = new Termination();
    // Unlike System.err, it tells of what it could not write.
    var log = new FileOutputStream(FileDescriptor.err);
    var surroundings = new Surroundings(Path.of(""), Clock.systemUTC(), log, termination);
    termination.exit(ClusterlinkCommand.commandLine(surroundings, args).execute(args));
  }
}
