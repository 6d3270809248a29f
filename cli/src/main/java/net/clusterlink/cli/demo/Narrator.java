package net.clusterlink.cli.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Tells the story on a terminal or into a file. */
final class Narrator {
  private static final int WIDTH = 100;
  private static final String MARGIN = "      ";

  private final PrintWriter out;
  private final boolean colour;

  Narrator(PrintWriter out, boolean colour) {
    this.out = out;
    this.colour = colour;
  }

  void say(String text) {
    out.println(text);
    out.flush();
  }

  void heading(String text) {
    say("");
    say(paint("1", text));
  }

  /** A labelled text, folded to the width of a page. */
  void detail(String label, String text) {
    String first = MARGIN + String.format(Locale.ROOT, "%-9s ", label);
    StringBuilder line = new StringBuilder(first);
    int column = line.length();
    boolean fresh = true;
    for (String word : text.split(" ", -1)) {
      if (!fresh && column + 1 + word.length() > WIDTH) {
        line.append(System.lineSeparator()).append(" ".repeat(first.length()));
        column = first.length();
        fresh = true;
      }
      line.append(fresh ? "" : " ").append(word);
      column += word.length() + (fresh ? 0 : 1);
      fresh = false;
    }
    say(line.toString());
  }

  void verdict(boolean held, Duration took) {
    say(
        "    "
            + (held ? paint("32", "✓ as expected") : paint("31", "✗ NOT as expected"))
            + ", "
            + seconds(took));
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }

  private String paint(String code, String text) {
    return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
