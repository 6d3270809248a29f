package net.clusterlink.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TunnelDemandTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
  private final TunnelDemand demand = new TunnelDemand(now::get);

  @Test
  void nothingIsMissingBeforeTheFirstSession() {
    assertThat(demand.missing()).isZero();
    demand.opened();
    assertThat(demand.missing()).isZero();
  }

  @Test
  void whatSessionsHadAtOnceIsMissingWhenItIsGone() {
    use(3);
    lose(2);
    assertThat(demand.missing()).isEqualTo(2);
    demand.opened();
    assertThat(demand.missing()).isEqualTo(1);
  }

  @Test
  void freeTunnelsAreNoNeed() {
    demand.opened();
    demand.opened();
    demand.used(1);
    demand.closed();
    assertThat(demand.missing()).isZero();
  }

  @Test
  void isForgottenAfterTwiceItsMemoryAtMost() {
    use(3);
    lose(3);
    pass(1);
    assertThat(demand.missing()).isEqualTo(3);
    pass(1);
    assertThat(demand.missing()).isZero();
  }

  @Test
  void isForgottenAfterTwiceItsMemoryWhenAskedInBetween() {
    use(3);
    lose(3);
    now.addAndGet(2 * TunnelDemand.MEMORY.toNanos() - 1);
    assertThat(demand.missing()).isEqualTo(3);
    now.addAndGet(2);
    assertThat(demand.missing()).isZero();
  }

  @Test
  void isForgottenAtOnceWhenNobodyAskedForLong() {
    use(3);
    lose(3);
    now.addAndGet(3 * TunnelDemand.MEMORY.toNanos());
    assertThat(demand.missing()).isZero();
  }

  private void use(int tunnels) {
    for (int i = 0; i < tunnels; i++) {
      demand.opened();
      demand.used(0);
    }
  }

  private void lose(int tunnels) {
    for (int i = 0; i < tunnels; i++) {
      demand.used(0);
      demand.closed();
    }
  }

  private void pass(int memories) {
    now.addAndGet(memories * (TunnelDemand.MEMORY.toNanos() + 1));
  }
}
