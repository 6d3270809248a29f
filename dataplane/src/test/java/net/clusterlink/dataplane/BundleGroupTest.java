package net.clusterlink.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BundleGroupTest {
  private final Map<Integer, TunnelUnderTest> byNumber = new HashMap<>();
  private long nowNs;
  private int dials;
  private final BundleGroup group = new BundleGroup(() -> dials++, () -> nowNs);

  @AfterEach
  void releasesEveryBuffer() {
    byNumber.values().forEach(TunnelUnderTest::close);
  }

  @Test
  void asksForABundleWhenFourWantIt() {
    want(3);
    want(3);
    assertThat(dials).isZero();
    want(4);
    want(4);
    assertThat(dials).isEqualTo(1);
  }

  @Test
  void asksForNoneForThoseThatWantItNoMore() {
    want(3);
    group.forget(lane(1));
    want(3);
    group.forget(lane(1));
    group.bundle(lane(4));
    assertThat(dials).isZero();
  }

  @Test
  void dialsSeveralTimesForTheRightLoopAndThenPauses() {
    want(4);
    for (int dial = 1; dial < 20; dial++) {
      group.dialed(true);
    }
    assertThat(dials).isEqualTo(8);
    want(4);
    assertThat(dials).isEqualTo(8);
    nowNs += Duration.ofSeconds(31).toNanos();
    want(4);
    assertThat(dials).isEqualTo(9);
  }

  @Test
  void pausesWhenADialFails() {
    want(4);
    group.dialed(false);
    want(4);
    assertThat(dials).isEqualTo(1);
    nowNs += Duration.ofSeconds(31).toNanos();
    want(4);
    assertThat(dials).isEqualTo(2);
  }

  @Test
  void asksForAnotherWhenTheBundleIsGone() {
    want(4);
    assertThat(group.take(tunnel(9).tunnel)).isTrue();
    want(4);
    assertThat(dials).isEqualTo(1);
    tunnel(9).disconnect();
    want(4);
    assertThat(dials).as("at once").isEqualTo(1);
    nowNs += Duration.ofSeconds(2).toNanos();
    want(4);
    assertThat(dials).isEqualTo(2);
  }

  @Test
  void asksForNoneOnceItIsClosed() {
    want(3);
    group.close();
    want(4);
    group.dialed(true);
    assertThat(dials).isZero();
    assertThat(group.take(tunnel(9).tunnel)).isFalse();
  }

  @Test
  void saysWhenTheLastTunnelIsGone() {
    group.add(1, tunnel(1).tunnel);
    group.add(2, tunnel(2).tunnel);
    assertThat(group.remove(1, tunnel(1).tunnel)).isFalse();
    assertThat(group.numbered(1)).isNull();
    assertThat(group.numbered(2)).isSameAs(tunnel(2).tunnel);
    assertThat(group.remove(2, tunnel(2).tunnel)).isTrue();
  }

  private void want(int lanes) {
    IntStream.rangeClosed(1, lanes).forEach(number -> group.bundle(lane(number)));
  }

  private Lane lane(int number) {
    return Objects.requireNonNull(tunnel(number).tunnel.lane());
  }

  private TunnelUnderTest tunnel(int number) {
    TunnelUnderTest known = byNumber.get(number);
    return known == null ? TunnelUnderTest.dialed(number, group, byNumber) : known;
  }
}
