package net.clusterlink.cli.logging;

/**
 * Text that somebody else may have chosen, made harmless: no byte of it acts on a terminal, forges
 * a line or ends a quoted value.
 */
public final class Escaped {
  private Escaped() {}

  /** The text with control and format characters as {@code \}{@code u001b}. */
  public static String text(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    append(escaped, text);
    return escaped.toString();
  }

  /** With control and format characters as {@code \}{@code u001b}; the rest as it is. */
  static void append(StringBuilder line, String text) {
    for (int i = 0; i < text.length(); i++) {
      appendCharacter(line, text.charAt(i));
    }
  }

  /** In double quotes, with quotes and backslashes escaped too; a string as JSON has it. */
  static void appendQuoted(StringBuilder line, String text) {
    line.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        line.append('\\').append(c);
      } else {
        appendCharacter(line, c);
      }
    }
    line.append('"');
  }

  private static void appendCharacter(StringBuilder line, char c) {
    if (isInstruction(c)) {
      line.append(String.format("\\u%04x", (int) c));
    } else {
      line.append(c);
    }
  }

  /** Control characters, those that change the direction of writing, and other invisible ones. */
  private static boolean isInstruction(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
