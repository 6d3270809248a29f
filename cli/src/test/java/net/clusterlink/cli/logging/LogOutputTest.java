package net.clusterlink.cli.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

@Timeout(30)
class LogOutputTest {
  private static final Logger LOG = LoggerFactory.getLogger("net.clusterlink.gateway");

  private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

  @Test
  void writesOneLineAnEventWithItsKeys() {
    try (LogOutput log = LogOutput.open(LogFormat.TEXT, Level.INFO, stream)) {
      LOG.atWarn()
          .addKeyValue("peer", "east")
          .addKeyValue("detail", "no policy \"matched\"")
          .addKeyValue("labels", "")
          .addKeyValue("bytes-to-client", 42L)
          .log("session refused");
      LOG.atInfo().log("drained");
      assertThat(log.droppedLines()).isZero();
    }
    assertThat(written().lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .matches(
                        "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z WARN  session refused"
                            + " peer=east detail=\"no policy \\\\\"matched\\\\\"\" labels=\"\""
                            + " bytes-to-client=42"),
            line -> assertThat(line).endsWith("Z INFO  drained"));
  }

  @Test
  void writesJsonWithTheKeysBesideTheMessage() {
    try (LogOutput _ = LogOutput.open(LogFormat.JSON, Level.INFO, stream)) {
      LOG.atInfo()
          .addKeyValue("detail", "a \"quote\", a \\ and a\nline")
          .addKeyValue("bytes-to-client", 42L)
          .log("session completed");
    }
    assertThat(written())
        .matches(
            "\\{\"time\":\"[^\"]+Z\",\"level\":\"INFO\",\"message\":\"session completed\","
                + "\"detail\":\"a \\\\\"quote\\\\\", a \\\\\\\\ and a\\\\u000aline\","
                + "\"bytes-to-client\":42}\n");
  }

  @Test
  void leavesOutWhatIsBelowTheLevel() {
    try (LogOutput _ = LogOutput.open(LogFormat.TEXT, Level.WARN, stream)) {
      LOG.info("not this");
      LOG.warn("but this");
    }
    assertThat(written()).contains("but this").doesNotContain("not this");
  }

  @Test
  void letsNoValueActOnATerminalOrForgeALine() {
    try (LogOutput _ = LogOutput.open(LogFormat.TEXT, Level.INFO, stream)) {
      LOG.atInfo()
          .addKeyValue("peer", "\u001b[31mred\u001b[0m\r\n2026-01-01 forged\u202e\u2028")
          .log("message\nforged");
    }
    assertThat(written().lines()).hasSize(1);
    assertThat(written())
        .contains("message\\u000aforged")
        .contains("peer=\"\\u001b[31mred\\u001b[0m\\u000d\\u000a2026-01-01 forged\\u202e\\u2028\"");
  }

  @Test
  void tellsAFaultWithItsCauseInOneLine() {
    try (LogOutput _ = LogOutput.open(LogFormat.TEXT, Level.INFO, stream)) {
      LOG.error(
          "a fault",
          new IllegalStateException("this", new IllegalArgumentException("because of that")));
    }
    assertThat(written().lines()).hasSize(1);
    assertThat(written())
        .contains("ERROR a fault exception=\"java.lang.IllegalStateException: this")
        .contains("caused by java.lang.IllegalArgumentException: because of that")
        .contains("LogOutputTest.java:");
  }

  @Test
  void dropsAndCountsLinesRatherThanWait() {
    CountDownLatch released = new CountDownLatch(1);
    LogOutput log =
        LogOutput.open(LogFormat.TEXT, Level.INFO, new StoppedTerminal(stream, released));
    try (log) {
      for (int i = 0; i < 30_000; i++) {
        LOG.info("line");
      }
      released.countDown();
    }
    assertThat(log.droppedLines()).isPositive();
    assertThat(written().lines().count() + log.droppedLines()).isEqualTo(30_000);
  }

  @Test
  void goesOnBehindALineThatCannotBeWritten() {
    LogOutput log = LogOutput.open(LogFormat.TEXT, Level.INFO, stream);
    try (log) {
      LOG.atInfo()
          .addKeyValue(
              "value",
              new Object() {
                @Override
                public String toString() {
                  throw new IllegalStateException("no text");
                }
              })
          .log("this one not");
      LOG.info("but this");
    }
    assertThat(log.droppedLines()).isEqualTo(1);
    assertThat(written()).contains("but this").doesNotContain("this one not");
  }

  @Test
  void isSilentWhenClosed() {
    try (LogOutput _ = LogOutput.open(LogFormat.TEXT, Level.INFO, stream)) {
      LOG.info("while it is open");
    }
    LOG.error("afterwards");
    assertThat(written()).contains("while it is open").doesNotContain("afterwards");
  }

  private String written() {
    return stream.toString(StandardCharsets.UTF_8);
  }

  /** A terminal that was stopped with Ctrl-S, until it is released. */
  private static final class StoppedTerminal extends FilterOutputStream {
    private final CountDownLatch released;

    StoppedTerminal(OutputStream out, CountDownLatch released) {
      super(out);
      this.released = released;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      out.write(bytes, offset, length);
    }
  }
}
