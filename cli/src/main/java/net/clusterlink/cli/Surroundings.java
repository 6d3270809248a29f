package net.clusterlink.cli;

import java.nio.file.Path;
import java.time.Clock;

/**
 * What a command finds around it.
 *
 * @param directory what relative paths start from
 * @param clock the time that certificates are issued and judged by
 */
record Surroundings(Path directory, Clock clock) {

  Path resolve(Path path) {
    return directory.resolve(path);
  }
}
