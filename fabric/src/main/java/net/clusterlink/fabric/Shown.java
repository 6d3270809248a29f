package net.clusterlink.fabric;

import java.nio.file.Path;
import net.clusterlink.api.Excerpt;

/**
 * How text that somebody else chose is shown in messages: no byte of it may act on a terminal or
 * forge a line of a log.
 */
final class Shown {
  private static final int MAX_CHARS = 80;

  private Shown() {}

  /** A name in quotes, as printable ASCII with all else escaped, cut after 80 characters. */
  static String name(String name) {
    StringBuilder shown = new StringBuilder("\"");
    for (int i = 0; i < Math.min(name.length(), MAX_CHARS); i++) {
      char c = name.charAt(i);
      if (c == '"' || c == '\\') {
        shown.append('\\').append(c);
      } else if (c >= ' ' && c <= '~') {
        shown.append(c);
      } else {
        shown.append(escaped(c));
      }
    }
    shown.append('"');
    if (name.length() > MAX_CHARS) {
      shown.append("... (").append(name.length()).append(" characters)");
    }
    return shown.toString();
  }

  /** A path as it is, less the characters that are instructions to a terminal. */
  static String path(Path path) {
    return Excerpt.whole(path.toString());
  }

  private static String escaped(char c) {
    return String.format("\\u%04x", (int) c);
  }
}
