package net.clusterlink.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LineBudgetTest {
  private final AtomicLong nowNs = new AtomicLong(-5);
  private final LineBudget budget = new LineBudget(2, nowNs::get);

  @Test
  void allowsSoManyLinesASecond() {
    assertThat(budget.take()).hasValue(0);
    assertThat(budget.take()).hasValue(0);
    assertThat(budget.take()).isEmpty();
  }

  @Test
  void tellsWithTheNextLineHowManyWereSuppressed() {
    for (int i = 0; i < 5; i++) {
      var _ = budget.take();
    }
    nowNs.addAndGet(1_000_000_000);
    assertThat(budget.take()).hasValue(3);
    assertThat(budget.take()).hasValue(0);
  }

  @Test
  void waitsForTheSecondToBeOver() {
    var _ = budget.take();
    var _ = budget.take();
    nowNs.addAndGet(999_999_999);
    assertThat(budget.take()).isEmpty();
  }
}
