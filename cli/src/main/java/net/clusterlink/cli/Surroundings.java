package net.clusterlink.cli;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import net.clusterlink.cli.gateway.Termination;

/**
 * What a command finds around it.
 *
 * @param directory what relative paths start from
 * @param clock the time that certificates are issued and judged by
 * @param log where a gateway logs to
 * @param termination tells when the process is to end
 */
record Surroundings(Path directory, Clock clock, OutputStream log, Termination termination) {

  Path resolve(Path path) {
    return directory.resolve(path);
  }
}
