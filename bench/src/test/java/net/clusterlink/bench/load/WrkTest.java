package net.clusterlink.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import net.clusterlink.bench.BenchException;
import org.junit.jupiter.api.Test;

class WrkTest {
  private static final String SAID =
      """
      Running 4s test @ http://127.0.0.1:41111/
        1 threads and 16 connections
        Thread Stats   Avg      Stdev     Max   +/- Stdev
          Latency     2.21ms    1.01ms  12.01ms   80.10%
        Latency Distribution
           50%  987.00us
           75%    2.56ms
           90%    3.23ms
           99%    1.50s
        25312 requests in 4.00s, 6.20MB read
      Requests/sec:   6325.22
      Transfer/sec:      1.55MB
      """;

  @Test
  void readsWhatItSays() {
    assertThat(Wrk.parse(SAID)).isEqualTo(new Wrk.Outcome(25_312, 6325.22, 987, 1_500_000));
  }

  @Test
  void failsWhenARequestFailed() {
    assertThatExceptionOfType(BenchException.class)
        .isThrownBy(
            () -> Wrk.parse(SAID + "  Socket errors: connect 0, read 3, write 0, timeout 0\n"))
        .withMessage("requests failed: Socket errors: connect 0, read 3, write 0, timeout 0");
  }

  @Test
  void failsWhenItSaysSomethingElse() {
    assertThatExceptionOfType(BenchException.class)
        .isThrownBy(() -> Wrk.parse("unable to connect"))
        .withMessageContaining("unable to connect");
  }
}
