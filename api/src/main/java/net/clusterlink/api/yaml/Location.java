package net.clusterlink.api.yaml;

/**
 * A place in a file.
 *
 * @param file the file as the reader was told it
 * @param line from 1
 */
public record Location(String file, int line) {
  @Override
  public String toString() {
    return file + ":" + line;
  }
}
