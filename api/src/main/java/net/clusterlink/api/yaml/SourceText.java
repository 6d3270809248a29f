package net.clusterlink.api.yaml;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** The bytes of a file as the text that YAML may consist of, or why they are not. */
sealed interface SourceText {
  String BYTE_ORDER_MARK = "\ufeff";

  /** Text that may be parsed. */
  record Sound(String text) implements SourceText {}

  /** Not text that may be parsed. */
  record Unsound(Problem problem) implements SourceText {}

  static SourceText of(String file, byte[] content, int maxBytes) {
    if (content.length > maxBytes) {
      return new Unsound(
          new Problem(
              new Location(file, 1),
              "",
              "the file has " + content.length + " bytes, more than " + maxBytes,
              "split it into several files"));
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    var bytes = ByteBuffer.wrap(content);
    try {
      return printable(file, decoder.decode(bytes).toString());
    } catch (CharacterCodingException notUtf8) {
      var before = CharBuffer.wrap(StandardCharsets.UTF_8.decode(bytes.flip()));
      return new Unsound(
          new Problem(
              new Location(file, lineAfter(before)),
              "",
              "the file is not UTF-8 text",
              "save it as UTF-8"));
    }
  }

  /** Strips the byte order mark and looks for characters outside YAML's set (YAML 1.2, 5.1). */
  private static SourceText printable(String file, String decoded) {
    String text = decoded.startsWith(BYTE_ORDER_MARK) ? decoded.substring(1) : decoded;
    int index = 0;
    while (index < text.length()) {
      int codePoint = text.codePointAt(index);
      if (!StreamReader.isPrintable(codePoint)) {
        return new Unsound(
            new Problem(
                new Location(file, lineAfter(text.subSequence(0, index))),
                "",
                String.format("the character U+%04X is not allowed in YAML", codePoint),
                "remove it, or write it as an escape in double quotes"));
      }
      index += Character.charCount(codePoint);
    }
    return new Sound(text);
  }

  private static int lineAfter(CharSequence text) {
    return 1 + (int) text.chars().filter(c -> c == '\n').count();
  }
}
