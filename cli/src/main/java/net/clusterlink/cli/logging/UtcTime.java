package net.clusterlink.cli.logging;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Writes times as {@code 2026-01-01T12:00:00.123Z}. Many lines are of one second, so its text is
 * kept. For one thread.
 */
final class UtcTime {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.").withZone(ZoneOffset.UTC);

  private static final int MILLION = 1_000_000;

  private long second = Long.MIN_VALUE;
  private String text = "";

  /** Appends a time, cut to milliseconds. */
  void append(StringBuilder line, Instant time) {
    if (time.getEpochSecond() != second) {
      second = time.getEpochSecond();
      text = SECONDS.format(time);
    }
    int millis = time.getNano() / MILLION;
    line.append(text)
        .append((char) ('0' + millis / 100))
        .append((char) ('0' + millis / 10 % 10))
        .append((char) ('0' + millis % 10))
        .append('Z');
  }
}
