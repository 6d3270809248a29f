package net.clusterlink.cli.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.util.List;
import net.clusterlink.api.Excerpt;
import org.slf4j.event.KeyValuePair;

/** {@code 2026-01-01T12:00:00.123Z INFO message key=value key="value with spaces"}. */
final class TextLayout extends LayoutBase<ILoggingEvent> {
  private final UtcTime time = new UtcTime();

  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(256);
    time.append(line, event.getInstant());
    String level = event.getLevel().toString();
    line.append(' ').append(level).append(" ".repeat(Math.max(1, 6 - level.length())));
    Excerpt.appendWhole(line, event.getFormattedMessage());
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      pairs.forEach(pair -> append(line, pair.key, String.valueOf(pair.value)));
    }
    if (event.getThrowableProxy() != null) {
      append(line, "exception", FaultLine.of(event.getThrowableProxy()));
    }
    return line.append('\n').toString();
  }

  private static void append(StringBuilder line, String key, String value) {
    line.append(' ').append(key).append('=');
    if (needsQuotes(value)) {
      Excerpt.appendQuoted(line, value);
    } else {
      Excerpt.appendWhole(line, value);
    }
  }

  private static boolean needsQuotes(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c == '"' || c == '=' || c == '\\') {
        return true;
      }
    }
    return value.isEmpty();
  }
}
