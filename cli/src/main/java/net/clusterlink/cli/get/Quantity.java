package net.clusterlink.cli.get;

import java.util.Locale;

/** Numbers as a person reads them. */
final class Quantity {
  private static final String UNITS = "KMGTPE";

  private Quantity() {}

  /**
   * An age in its largest unit, in whole numbers: {@code 12s}, {@code 3m}, {@code 5h}, {@code 2d}.
   */
  static String age(double seconds) {
    long whole = Math.max(0, (long) seconds);
    if (whole < 120) {
      return whole + "s";
    }
    if (whole < 2 * 3600) {
      return whole / 60 + "m";
    }
    return whole < 2 * 86_400 ? whole / 3600 + "h" : whole / 86_400 + "d";
  }

  /** Bytes in the largest unit of 1024 that leaves at least one: {@code 512}, {@code 1.2M}. */
  static String bytes(long bytes) {
    double left = bytes;
    int unit = -1;
    while (left >= 1024 && unit < UNITS.length() - 1) {
      left /= 1024;
      unit++;
    }
    return unit < 0
        ? Long.toString(bytes)
        : String.format(Locale.ROOT, left < 10 ? "%.1f%c" : "%.0f%c", left, UNITS.charAt(unit));
  }

  /** A round trip: {@code 0.42ms}, {@code 18ms}. */
  static String millis(double millis) {
    return String.format(Locale.ROOT, millis < 10 ? "%.2fms" : "%.0fms", millis);
  }
}
