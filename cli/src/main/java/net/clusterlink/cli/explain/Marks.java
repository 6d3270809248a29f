package net.clusterlink.cli.explain;

import java.nio.charset.Charset;

/** What stands before a policy that matched, and before one that did not. */
public record Marks(String matched, String missed) {
  private static final Marks DRAWN = new Marks("✓", "✗");
  private static final Marks PLAIN = new Marks("+", "-");

  /** Those that can be written so. */
  public static Marks in(Charset charset) {
    return charset.newEncoder().canEncode("✓✗") ? DRAWN : PLAIN;
  }
}
