package net.clusterlink.dataplane.uring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BusyPollTest {
  private final BusyPoll poll = new BusyPoll(50_000);

  @Test
  void looksOnEachTimeWhileThatPays() {
    for (int turn = 0; turn < 100; turn++) {
      assertThat(poll.isDue()).isTrue();
      poll.paid();
    }
  }

  @Test
  void looksOnSeldomWhileNothingComes() {
    int looked = 0;
    for (int turn = 0; turn < 10_000; turn++) {
      if (poll.isDue()) {
        looked++;
        poll.wasInVain();
      }
    }
    assertThat(looked).isBetween(10_000 / 65, 10_000 / 65 + 10);
  }

  @Test
  void looksOnAgainEachTimeWhenSomethingCame() {
    for (int turn = 0; turn < 1_000; turn++) {
      if (poll.isDue()) {
        poll.wasInVain();
      }
    }
    while (!poll.isDue()) {
      // Its rest has an end.
    }
    poll.paid();
    for (int turn = 0; turn < 3; turn++) {
      assertThat(poll.isDue()).isTrue();
      poll.wasInVain();
    }
    assertThat(poll.isDue()).isTrue();
  }

  @Test
  void neverLooksOnWhenItIsOff() {
    assertThat(new BusyPoll(0).isDue()).isFalse();
  }
}
