package net.clusterlink.api.yaml;

/**
 * Text of others made fit for a message: short, and with every character escaped that could move a
 * terminal's cursor, reorder the line or hide in it (control, format and unassigned characters).
 */
final class Excerpt {
  private static final int MAX_CODE_POINTS = 64;

  private Excerpt() {}

  /** The text in quotes. */
  static String quoted(String text) {
    return '"' + escaped(text, MAX_CODE_POINTS, true) + '"';
  }

  /** The text without quotes. */
  static String bare(String text) {
    return escaped(text, MAX_CODE_POINTS, false);
  }

  /** The text without quotes, cut at a length of its own. */
  static String bare(String text, int maxCodePoints) {
    return escaped(text, maxCodePoints, false);
  }

  private static String escaped(String text, int maxCodePoints, boolean inQuotes) {
    var result = new StringBuilder();
    int index = 0;
    for (int shown = 0; index < text.length() && shown < maxCodePoints; shown++) {
      int codePoint = text.codePointAt(index);
      index += Character.charCount(codePoint);
      if (inQuotes && (codePoint == '"' || codePoint == '\\')) {
        result.append('\\').append((char) codePoint);
      } else if (isVisible(codePoint)) {
        result.appendCodePoint(codePoint);
      } else if (codePoint <= 0xffff) {
        result.append(String.format("\\u%04x", codePoint));
      } else {
        result.append(String.format("\\U%08x", codePoint));
      }
    }
    return index < text.length() ? result.append('…').toString() : result.toString();
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
