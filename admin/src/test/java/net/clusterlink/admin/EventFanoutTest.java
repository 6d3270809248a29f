package net.clusterlink.admin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.InstantSource;
import net.clusterlink.dataplane.TunnelInfo;
import org.junit.jupiter.api.Test;

class EventFanoutTest {
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger logger = new LoggerContext().getLogger("gateway");

  /** Refuses to work without its logger. */
  private static SessionLog faulty(Logger logger) {
    logger.addAppender(new ThrowingAppender());
    return new SessionLog(logger, System::nanoTime);
  }

  private static final class ThrowingAppender extends ListAppender<ILoggingEvent> {
    ThrowingAppender() {
      start();
    }

    @Override
    public synchronized void doAppend(ILoggingEvent event) {
      throw new IllegalStateException("the disk is on fire");
    }
  }

  @Test
  void tellsTheOthersThoughOneListenerFails() {
    lines.start();
    logger.addAppender(lines);
    SessionLog faulty = faulty(new LoggerContext().getLogger("faulty"));
    TunnelInfo tunnel = new TunnelInfo(true, "west", Sessions.CLIENT);
    try (Metrics metrics = new Metrics(new CurrentSnapshot(InstantSource.system()), () -> 0)) {
      EventFanout fanout = new EventFanout(logger, faulty, metrics);
      for (int i = 0; i < 100; i++) {
        fanout.protocolViolated(tunnel, "an open of 17000 bytes");
      }
      assertThat(metrics.scrape())
          .contains("clusterlink_protocol_violations_total{peer=\"west\"} 100.0");
    }
    assertThat(lines.list)
        .singleElement()
        .satisfies(line -> {
          assertThat(line.getLevel()).isEqualTo(Level.ERROR);
          assertThat(line.getFormattedMessage()).startsWith("a listener failed on an event");
          assertThat(line.getKeyValuePairs().getFirst().value).isEqualTo("SessionLog");
          assertThat(line.getThrowableProxy().getMessage()).isEqualTo("the disk is on fire");
        });
  }
}
