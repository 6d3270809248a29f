package net.clusterlink.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import net.clusterlink.bench.BenchException;
import org.junit.jupiter.api.Test;

class DescriptorsTest {
  private static List<String> limits(String hard) {
    return List.of(
        "Limit                     Soft Limit           Hard Limit           Units     ",
        "Max processes             1                    2                    processes ",
        "Max open files            1024                 %-20s files     ".formatted(hard));
  }

  @Test
  void readsTheHardLimit() {
    assertThat(Descriptors.hardLimit(limits("20000"))).isEqualTo(20_000);
    assertThat(Descriptors.hardLimit(limits("unlimited"))).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void saysWhatToRaise() {
    assertThatExceptionOfType(BenchException.class)
        .isThrownBy(() -> Descriptors.require(10_000, "10000-imports", limits("4096")))
        .withMessageContainingAll("10000-imports", "10200", "4096", "ulimit -Hn 10200");
    Descriptors.require(10_000, "10000-imports", limits("10200"));
  }
}
