package net.clusterlink.dataplane.uring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BusyPollTest {
  private static final long MS = 1_000_000;

  private final BusyPoll poll = new BusyPoll(50_000);
  private long nowNs = -5;

  @Test
  void looksOnEachTimeWhileThatPays() {
    for (int turn = 0; turn < 100; turn++) {
      assertThat(poll.isDue(nowNs)).isTrue();
      poll.paid();
    }
  }

  @Test
  void looksOnSeldomWhileNothingComes() {
    int looked = 0;
    for (int turn = 0; turn < 10_000; turn++) {
      if (poll.isDue(nowNs)) {
        looked++;
        poll.wasInVain();
      }
    }
    assertThat(looked).isBetween(10_000 / 65, 10_000 / 65 + 10);
  }

  @Test
  void looksOnAgainEachTimeWhenSomethingCame() {
    for (int turn = 0; turn < 1_000; turn++) {
      if (poll.isDue(nowNs)) {
        poll.wasInVain();
      }
    }
    while (!poll.isDue(nowNs)) {
      // Its rest has an end.
    }
    poll.paid();
    for (int turn = 0; turn < 3; turn++) {
      assertThat(poll.isDue(nowNs)).isTrue();
      poll.wasInVain();
    }
    assertThat(poll.isDue(nowNs)).isTrue();
  }

  @Test
  void neverLooksOnWhenItIsOff() {
    assertThat(new BusyPoll(0).isDue(nowNs)).isFalse();
  }

  @Test
  void sleepsForTenSecondsWhereOtherWorkHasTheProcessors() {
    yields(3 * MS, MS, 40);
    assertThat(poll.isDue(nowNs)).isFalse();
    nowNs += 9_900 * MS;
    assertThat(poll.isDue(nowNs)).isFalse();
    nowNs += 101 * MS;
    assertThat(poll.isDue(nowNs)).isTrue();
    yields(3 * MS, MS, 40);
    assertThat(poll.isDue(nowNs)).isFalse();
  }

  @Test
  void looksOnWhereOthersHaveTheirMessagesInBetween() {
    yields(MS / 20, MS / 100, 10_000);
    assertThat(poll.isDue(nowNs)).isTrue();
  }

  @Test
  void looksOnWhereTheProcessorIsAwayNowAndThen() {
    yields(MS, 9 * MS, 100);
    assertThat(poll.isDue(nowNs)).isTrue();
  }

  @Test
  void forgetsWhatWasLostLongAgo() {
    yields(3 * MS, MS, 10);
    nowNs += 10_000 * MS;
    yields(MS / 100, MS, 150);
    assertThat(poll.isDue(nowNs)).isTrue();
  }

  private void yields(long takesNs, long everyNs, int times) {
    for (int time = 0; time < times && poll.isDue(nowNs); time++) {
      poll.yielded(nowNs, nowNs + takesNs);
      nowNs += takesNs + everyNs;
    }
  }
}
