package net.clusterlink.dataplane;

import static net.clusterlink.dataplane.FarFrames.accept;
import static net.clusterlink.dataplane.FarFrames.data;
import static net.clusterlink.dataplane.FarFrames.end;
import static net.clusterlink.dataplane.FarFrames.open;
import static net.clusterlink.dataplane.FarFrames.ping;
import static net.clusterlink.dataplane.FarFrames.pong;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a tunnel shows that it is alive, and notices that its far side is not; and how it ages. */
@Timeout(20)
class TunnelAliveTest {
  private static final String SILENT = "nothing heard for 10 s";

  private final TunnelUnderTest dialed = TunnelUnderTest.dialed().established();
  private final TunnelUnderTest accepted = TunnelUnderTest.accepted().established();

  @AfterEach
  void releasesEveryBuffer() {
    dialed.close();
    accepted.close();
  }

  // ---- pings ----

  @Test
  void answersAPingWithItsOwnBytes() {
    accepted.receive(ping(42), ping(-1));
    assertThat(accepted.sent()).containsExactly("pong 42", "pong -1");
  }

  @Test
  void tellsItsOwnerOfTheAnswerToAPing() {
    dialed.tunnel.ping(TunnelUnderTest.ASKED);
    assertThat(dialed.sent()).containsExactly("ping");
    dialed.receive(pong(TunnelUnderTest.ASKED));
    assertThat(dialed.told()).containsExactly("ponged 42");
  }

  @Test
  void pingsNobodyOnceItIsGivenUp() {
    dialed.tunnel.giveUp("no answer");
    dialed.tunnel.ping(TunnelUnderTest.ASKED);
    assertThat(dialed.sent()).isEmpty();
    assertThat(dialed.told()).containsExactly("closed: no answer");
  }

  @Test
  void answersAPingDuringASession() {
    accepted.receive(open(1), ping(7));
    accepted.accept("one");
    accepted.receive(ping(8));
    assertThat(accepted.sent()).containsExactly("pong 7", "accept", "pong 8");
  }

  @Test
  void answersNoPingWhileTheAnswersAreNotRead() {
    dialed.open("one");
    dialed.receive(accept());
    dialed.sent();
    dialed.holdWrites();
    dialed.tunnel.sendData(dialed.bytes(300_000));
    dialed.receive(ping(7));
    dialed.releaseWrites();
    assertThat(dialed.sent()).noneMatch(frame -> frame.startsWith("pong"));
  }

  @Test
  void readsNothingFromAFreeTunnelWhileItsAnswersAreNotRead() {
    accepted.holdWrites();
    for (int i = 0; accepted.tunnel.isWritable(); i++) {
      accepted.receive(ping(i));
    }
    assertThat(accepted.isReading()).isFalse();
    accepted.releaseWrites();
    assertThat(accepted.isReading()).isTrue();
  }

  @Test
  void pingsOnceItHasSentNothingForFiveSeconds() {
    dialed.pass(Duration.ofSeconds(5));
    assertThat(dialed.sent()).isEmpty();
    dialed.pass(Duration.ofSeconds(1));
    assertThat(dialed.sent()).containsExactly("ping");
    dialed.pass(Duration.ofSeconds(4));
    assertThat(dialed.sent()).isEmpty();
  }

  @Test
  void doesNotPingWhileItSendsOtherwise() {
    dialed.open("one");
    dialed.receive(accept());
    dialed.sent();
    for (int i = 0; i < 10; i++) {
      dialed.pass(Duration.ofSeconds(4));
      dialed.tunnel.sendData(dialed.bytes(1));
      dialed.tunnel.flush();
      dialed.receive(pong(0));
    }
    assertThat(dialed.sent()).hasSize(10).doesNotContain("ping");
  }

  @Test
  void goesOnPingingWhileItDoesNotReadItself() {
    dialed.open("one");
    dialed.receive(accept());
    dialed.sent();
    dialed.tunnel.reading(false);
    dialed.pass(Duration.ofSeconds(30));
    assertThat(dialed.sent()).hasSizeBetween(5, 6).containsOnly("ping");
  }

  @Test
  void sendsNoPingBehindWhatIsNotRead() {
    dialed.open("one");
    dialed.receive(accept());
    dialed.sent();
    dialed.holdWrites();
    dialed.tunnel.sendData(dialed.bytes(300_000));
    dialed.tunnel.reading(false);
    dialed.pass(Duration.ofMinutes(1));
    dialed.releaseWrites();
    assertThat(dialed.sent()).doesNotContain("ping");
  }

  @Test
  void sendsNothingBeforeTheFarHello() {
    try (var young = TunnelUnderTest.dialed()) {
      young.pass(Duration.ofMinutes(1));
      assertThat(young.sent()).containsExactly("hello {region=eu}");
      assertThat(young.told()).isEmpty();
    }
  }

  // ---- silence ----

  @Test
  void isDeadOnceItHeardNothingForTenSeconds() {
    dialed.pass(Duration.ofSeconds(10));
    assertThat(dialed.told()).isEmpty();
    dialed.pass(Duration.ofSeconds(1));
    assertThat(dialed.told()).containsExactly("closed: " + SILENT);
    assertThat(dialed.channel.isOpen()).isFalse();
  }

  @Test
  void breaksItsSessionWhenTheFarSideFallsSilent() {
    dialed.open("one");
    dialed.receive(accept());
    dialed.told();
    dialed.pass(Duration.ofSeconds(60));
    assertThat(dialed.told())
        .containsExactly("closed: " + SILENT, "one lost, tunnel-lost: " + SILENT);
  }

  @Test
  void takesAnythingForASignOfLife() {
    accepted.receive(open(1));
    for (int i = 0; i < 5; i++) {
      accepted.pass(Duration.ofSeconds(9));
      accepted.receive(pong(1));
      accepted.pass(Duration.ofSeconds(9));
      accepted.receive(data("x"));
    }
    assertThat(accepted.told()).hasSize(6).noneMatch(line -> line.startsWith("closed"));
  }

  @Test
  void isNeverDeadWhileItDoesNotRead() {
    accepted.receive(open(1));
    accepted.accept("one");
    accepted.told();
    accepted.tunnel.reading(false);
    accepted.pass(Duration.ofMinutes(10));
    assertThat(accepted.told()).isEmpty();
  }

  @Test
  void listensForTenSecondsMoreWhenItReadsAgain() {
    accepted.receive(open(1));
    accepted.accept("one");
    accepted.told();
    accepted.tunnel.reading(false);
    accepted.pass(Duration.ofMinutes(1));
    accepted.tunnel.reading(true);
    accepted.pass(Duration.ofSeconds(8));
    accepted.tunnel.reading(true);
    accepted.pass(Duration.ofSeconds(2));
    assertThat(accepted.told()).isEmpty();
    accepted.pass(Duration.ofSeconds(1));
    assertThat(accepted.told())
        .containsExactly("closed: " + SILENT, "one lost, tunnel-lost: " + SILENT);
  }

  // ---- age ----

  @Test
  void retiresATunnelThatWasFreeForFiveMinutes() {
    passHearing(dialed, Duration.ofMinutes(5));
    assertThat(dialed.sent()).doesNotContain("goodbye idle");
    passHearing(dialed, Duration.ofSeconds(5));
    assertThat(dialed.sent()).contains("goodbye idle");
    assertThat(dialed.told()).containsExactly("closed: goodbye: idle");
    assertThat(dialed.channel.isOpen()).isFalse();
  }

  @Test
  void countsFreeTimeFromTheEndOfTheLastSession() {
    passHearing(dialed, Duration.ofMinutes(4));
    dialed.open("one");
    dialed.tunnel.sendEnd();
    dialed.receive(accept(), end());
    dialed.told();
    passHearing(dialed, Duration.ofMinutes(4));
    assertThat(dialed.told()).isEmpty();
  }

  @Test
  void leavesItToTheDialingSideToRetireAFreeTunnel() {
    passHearing(accepted, Duration.ofHours(2));
    assertThat(accepted.told()).isEmpty();
    assertThat(accepted.tunnel.isFree()).isTrue();
  }

  @Test
  void retiresATunnelThatIsOneHourOldWhenItsSessionHasEnded() {
    dialed.open("one");
    dialed.receive(accept());
    passHearing(dialed, Duration.ofMinutes(61));
    assertThat(dialed.told()).containsExactly("one accepted");
    dialed.tunnel.sendEnd();
    dialed.receive(end());
    assertThat(dialed.told())
        .containsExactly("one ended", "free", "closed: goodbye: age", "one done");
    assertThat(dialed.tunnel.isFree()).isFalse();
    assertThat(dialed.sent()).containsOnlyOnce("goodbye age");
  }

  private static void passHearing(TunnelUnderTest tunnel, Duration time) {
    for (long left = time.toSeconds(); left > 0; left -= 5) {
      tunnel.pass(Duration.ofSeconds(5));
      if (tunnel.channel.isOpen()) {
        tunnel.receive(pong(0));
      }
    }
  }
}
