package net.clusterlink.api.yaml;

import net.clusterlink.api.Excerpt;

/**
 * A place in a file.
 *
 * @param file the file as the reader was told it
 * @param line from 1
 */
public record Location(String file, int line) {
  private static final int MAX_FILE_SHOWN = 4096;

  /** {@code file:line}, fit for a terminal: control characters of the file's name are escaped. */
  @Override
  public String toString() {
    return Excerpt.bare(file, MAX_FILE_SHOWN) + ":" + line;
  }
}
