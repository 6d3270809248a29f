package net.clusterlink.cli.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class UtcTimeTest {
  private final UtcTime time = new UtcTime();

  @Test
  void writesMilliseconds() {
    assertThat(written("2026-01-01T12:00:00.123Z")).isEqualTo("2026-01-01T12:00:00.123Z");
    assertThat(written("2026-01-01T12:00:00Z")).isEqualTo("2026-01-01T12:00:00.000Z");
    assertThat(written("2026-01-01T12:00:00.007999999Z")).isEqualTo("2026-01-01T12:00:00.007Z");
  }

  @Test
  void followsTheSecondsForthAndBack() {
    assertThat(written("2026-12-31T23:59:59.999Z")).isEqualTo("2026-12-31T23:59:59.999Z");
    assertThat(written("2027-01-01T00:00:00.050Z")).isEqualTo("2027-01-01T00:00:00.050Z");
    assertThat(written("2026-12-31T23:59:59.500Z")).isEqualTo("2026-12-31T23:59:59.500Z");
  }

  private String written(String instant) {
    StringBuilder line = new StringBuilder();
    time.append(line, Instant.parse(instant));
    return line.toString();
  }
}
