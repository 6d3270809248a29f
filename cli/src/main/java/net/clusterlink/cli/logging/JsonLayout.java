package net.clusterlink.cli.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import java.util.List;
import net.clusterlink.api.Excerpt;
import org.slf4j.event.KeyValuePair;

/**
 * {@code {"time":…,"level":…,"message":…,"key":"value"}}: the keys of an event stand beside its
 * message, so that {@code jq 'select(.peer == "east")'} does what it says.
 */
final class JsonLayout extends LayoutBase<ILoggingEvent> {
  private final UtcTime time = new UtcTime();

  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(320);
    line.append("{\"time\":\"");
    time.append(line, event.getInstant());
    line.append('"');
    append(line, "level", event.getLevel().toString());
    append(line, "message", event.getFormattedMessage());
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null) {
      pairs.forEach(pair -> append(line, pair.key, pair.value));
    }
    if (event.getThrowableProxy() != null) {
      append(line, "exception", FaultLine.of(event.getThrowableProxy()));
    }
    return line.append("}\n").toString();
  }

  private static void append(StringBuilder line, String key, Object value) {
    line.append(',');
    Excerpt.appendQuoted(line, key);
    line.append(':');
    if (value instanceof Long || value instanceof Integer) {
      line.append(value);
    } else {
      Excerpt.appendQuoted(line, String.valueOf(value));
    }
  }
}
