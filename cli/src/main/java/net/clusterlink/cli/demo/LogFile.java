package net.clusterlink.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file that a process writes lines to.
 *
 * @param path where it is
 */
record LogFile(Path path) {

  /** The complete lines so far. */
  List<String> lines() {
    try {
      String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be read", e);
    }
  }

  /** Those behind the first so many. */
  List<String> linesAfter(int count) {
    List<String> lines = lines();
    return lines.subList(Math.min(count, lines.size()), lines.size());
  }
}
