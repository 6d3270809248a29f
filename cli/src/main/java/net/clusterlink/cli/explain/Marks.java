package net.clusterlink.cli.explain;

import java.nio.charset.Charset;

/**
 * What stands before a line.
 *
 * @param matched before a policy that matched
 * @param missed before one that did not
 * @param then before a remedy
 */
public record Marks(String matched, String missed, String then) {
  private static final Marks DRAWN = new Marks("✓", "✗", "→");
  private static final Marks PLAIN = new Marks("+", "-", "->");

  /** Those that can be written so. */
  public static Marks in(Charset charset) {
    return charset.newEncoder().canEncode("✓✗→") ? DRAWN : PLAIN;
  }
}
