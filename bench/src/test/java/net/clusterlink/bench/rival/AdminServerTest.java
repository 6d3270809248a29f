package net.clusterlink.bench.rival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import net.clusterlink.bench.BenchException;
import org.junit.jupiter.api.Test;

class AdminServerTest {
  private static final String PAGE =
      """
      # HELP clusterlink_log_lines_dropped_total Log lines dropped.
      # TYPE clusterlink_log_lines_dropped_total counter
      clusterlink_log_lines_dropped_total 7.0
      """;

  @Test
  void readsACount() {
    assertThat(AdminServer.count("clusterlink_log_lines_dropped_total", PAGE)).isEqualTo(7);
  }

  @Test
  void doesNotTakeAMissingMetricForNone() {
    assertThatExceptionOfType(BenchException.class)
        .isThrownBy(() -> AdminServer.count("clusterlink_log_lines", PAGE))
        .withMessage("a gateway has no metric clusterlink_log_lines");
  }
}
