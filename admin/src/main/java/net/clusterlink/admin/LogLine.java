package net.clusterlink.admin;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** A line of the log in the making: keys with their values, in order, then a message. */
final class LogLine {
  private LoggingEventBuilder builder;

  LogLine(Logger log, Level level) {
    this.builder = log.atLevel(level);
  }

  LogLine with(String key, Object value) {
    builder = builder.addKeyValue(key, value.toString());
    return this;
  }

  LogLine with(String key, long value) {
    builder = builder.addKeyValue(key, value);
    return this;
  }

  /** An address as it is written, without looking up a name. */
  LogLine with(String key, InetSocketAddress address) {
    String host =
        address.getAddress() == null
            ? address.getHostString()
            : address.getAddress().getHostAddress();
    return with(key, (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort());
  }

  /** Adds nothing when there is no value. */
  LogLine with(String key, Optional<?> value) {
    return value.isPresent() ? with(key, value.get()) : this;
  }

  void write(String message) {
    builder.log(message);
  }
}
