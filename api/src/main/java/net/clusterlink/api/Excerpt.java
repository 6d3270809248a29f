package net.clusterlink.api;

/**
 * Text that somebody else chose, made fit for a message or a log: every character is escaped that
 * could move a terminal's cursor, forge or reorder a line, or hide in it (control, format and
 * unassigned characters), and what may be long is cut.
 */
public final class Excerpt {
  private static final int MAX_CODE_POINTS = 64;

  private Excerpt() {}

  /** The text in quotes, cut after 64 characters; quotes and backslashes in it are escaped too. */
  public static String quoted(String text) {
    var result = new StringBuilder().append('"');
    append(result, text, MAX_CODE_POINTS, true);
    return result.append('"').toString();
  }

  /** The text without quotes, cut after 64 characters. */
  public static String bare(String text) {
    return bare(text, MAX_CODE_POINTS);
  }

  /** The text without quotes, cut at a length of its own. */
  public static String bare(String text, int maxCodePoints) {
    var result = new StringBuilder();
    append(result, text, maxCodePoints, false);
    return result.toString();
  }

  /** All of the text, without quotes: for what is bounded already, as a path is. */
  public static String whole(String text) {
    return plainUntil(text, text.length(), false) == text.length()
        ? text
        : bare(text, Integer.MAX_VALUE);
  }

  /** All of the text, without quotes. */
  public static void appendWhole(StringBuilder result, String text) {
    append(result, text, Integer.MAX_VALUE, false);
  }

  /** All of the text in double quotes, as JSON has a string. */
  public static void appendQuoted(StringBuilder result, String text) {
    result.append('"');
    append(result, text, Integer.MAX_VALUE, true);
    result.append('"');
  }

  private static void append(
      StringBuilder result, String text, int maxCodePoints, boolean inQuotes) {
    // Nearly all text is plain from its begin to its end.
    int index = plainUntil(text, Math.min(text.length(), maxCodePoints), inQuotes);
    result.append(text, 0, index);
    for (int shown = index; index < text.length() && shown < maxCodePoints; shown++) {
      int codePoint = text.codePointAt(index);
      index += Character.charCount(codePoint);
      if (inQuotes && (codePoint == '"' || codePoint == '\\')) {
        result.append('\\').append((char) codePoint);
      } else if (isVisible(codePoint)) {
        result.appendCodePoint(codePoint);
      } else {
        for (char c : Character.toChars(codePoint)) {
          result.append(String.format("\\u%04x", (int) c));
        }
      }
    }
    if (index < text.length()) {
      result.append('…');
    }
  }

  /** How many characters from the begin on are printable ASCII that needs no escape. */
  private static int plainUntil(String text, int end, boolean inQuotes) {
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || (inQuotes && (c == '"' || c == '\\'))) {
        return i;
      }
    }
    return end;
  }

  private static boolean isVisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
