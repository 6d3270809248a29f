package net.clusterlink.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import net.clusterlink.bench.BenchException;
import org.junit.jupiter.api.Test;

class IperfTest {

  @Test
  void readsWhatArrived() {
    assertThat(
            Iperf.parse(
                """
                {"end": {"sum_sent": {"bytes": 9}, "sum_received": {"bytes": 8, "bits_per_second": 64.5}}}
                """))
        .isEqualTo(new Iperf.Outcome(8, 64.5));
  }

  @Test
  void failsWhenNothingArrived() {
    assertThatExceptionOfType(BenchException.class)
        .isThrownBy(() -> Iperf.parse("{\"error\": \"refused\"}"))
        .withMessageContaining("refused");
    assertThatExceptionOfType(BenchException.class).isThrownBy(() -> Iperf.parse("none"));
  }
}
