package net.clusterlink.cli;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The signs before findings.
 *
 * @param ok before what is well
 * @param warning before what is to be looked at
 * @param failure before what does not work
 * @param then before a remedy
 */
record Signs(String ok, String warning, String failure, String then) {
  private static final Signs DRAWN = new Signs("✓", "!", "✗", "→");
  private static final Signs PLAIN = new Signs("ok  ", "warn", "FAIL", "->");

  /** Those that standard output can show. */
  static Signs here() {
    String encoding = System.getProperty("stdout.encoding", StandardCharsets.UTF_8.name());
    return Charset.isSupported(encoding) ? in(Charset.forName(encoding)) : PLAIN;
  }

  /** Those that can be written so. */
  static Signs in(Charset charset) {
    return charset.newEncoder().canEncode("✓✗→") ? DRAWN : PLAIN;
  }
}
