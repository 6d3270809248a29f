package net.clusterlink.dataplane;

import static net.clusterlink.dataplane.FarFrames.accept;
import static net.clusterlink.dataplane.FarFrames.data;
import static net.clusterlink.dataplane.FarFrames.end;
import static net.clusterlink.dataplane.FarFrames.goodbye;
import static net.clusterlink.dataplane.FarFrames.hello;
import static net.clusterlink.dataplane.FarFrames.open;
import static net.clusterlink.dataplane.FarFrames.refuse;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import net.clusterlink.dataplane.protocol.AbortCode;
import net.clusterlink.dataplane.protocol.GoodbyeCode;
import net.clusterlink.dataplane.protocol.RefuseCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a tunnel ends: by goodbye, by an abort, or by the loss of its connection. */
@Timeout(20)
class TunnelEndTest {
  private static final Duration GOODBYE_TIME = Duration.ofSeconds(5);

  private final TunnelUnderTest dialed = TunnelUnderTest.dialed().established();
  private final TunnelUnderTest accepted = TunnelUnderTest.accepted().established();

  @AfterEach
  void releasesEveryBuffer() {
    dialed.close();
    accepted.close();
  }

  // ---- goodbye ----

  @ParameterizedTest
  @EnumSource
  void saysGoodbyeAndClosesAFreeTunnelThatItDialed(GoodbyeCode code) {
    dialed.tunnel.retire(code);
    assertThat(dialed.sent()).containsExactly("goodbye " + code);
    assertThat(dialed.told()).containsExactly("closed: goodbye: " + code);
    assertThat(dialed.channel.isOpen()).isFalse();
    dialed.tunnel.retire(code);
    assertThat(dialed.told()).isEmpty();
  }

  @Test
  void retiresATunnelInUseWhenItsSessionHasEnded() {
    dialed.open("one");
    dialed.receive(accept());
    dialed.tunnel.retire(GoodbyeCode.CREDENTIALS);
    dialed.receive(data("still"), end());
    dialed.tunnel.sendEnd();
    assertThat(dialed.sent()).containsExactly("open default/echo {}", "goodbye credentials", "end");
    assertThat(dialed.told())
        .containsExactly(
            "one accepted",
            "one still",
            "one ended",
            "free",
            "closed: goodbye: credentials",
            "one done");
  }

  @Test
  void retiresATunnelWhenTheLastBytesOfItsSessionAreWritten() {
    dialed.open("one");
    dialed.receive(accept(), end());
    dialed.sent();
    dialed.told();
    dialed.holdWrites();
    dialed.tunnel.sendData(dialed.bytes(50));
    dialed.tunnel.sendEnd();
    dialed.tunnel.retire(GoodbyeCode.AGE);
    assertThat(dialed.told()).isEmpty();
    dialed.releaseWrites();
    assertThat(dialed.sent()).containsExactly("data 50", "end", "goodbye age");
    assertThat(dialed.told()).containsExactly("free", "closed: goodbye: age", "one done");
  }

  @Test
  void breaksASessionWhoseEndStillWaits() {
    dialed.open("one");
    dialed.receive(accept(), end());
    dialed.told();
    dialed.sent();
    dialed.holdWrites();
    dialed.tunnel.sendEnd();
    dialed.tunnel.abort(AbortCode.REVOKED);
    assertThat(dialed.told()).containsExactly("closed: its session was aborted: revoked");
    assertThat(dialed.channel.isOpen()).isFalse();
    assertThat(dialed.sent()).isEmpty();
  }

  @Test
  void tellsASessionWhoseEndIsNeverWritten() {
    dialed.open("one");
    dialed.receive(accept(), end());
    dialed.told();
    dialed.holdWrites();
    dialed.tunnel.sendEnd();
    dialed.disconnect();
    assertThat(dialed.told())
        .containsExactly("closed: connection closed", "one lost, tunnel-lost: connection closed");
  }

  @Test
  void retiresATunnelWhoseOpenWasRefused() {
    dialed.open("one");
    dialed.tunnel.retire(GoodbyeCode.IDLE);
    dialed.receive(refuse(RefuseCode.DRAINING));
    assertThat(dialed.told())
        .containsExactly("free", "closed: goodbye: idle", "one refused: draining");
  }

  @Test
  void isNotFreeOnceAGoodbyeWasSaid() {
    dialed.open("one");
    dialed.receive(accept(), goodbye(GoodbyeCode.DRAINING), end());
    dialed.tunnel.sendEnd();
    assertThat(dialed.tunnel.isFree()).isFalse();
    assertThat(dialed.sent()).containsExactly("open default/echo {}", "end", "goodbye draining");
    assertThat(dialed.told())
        .containsExactly(
            "one accepted",
            "one ended",
            "free",
            "closed: the far side said goodbye: draining",
            "one done");
  }

  @Test
  void answersAGoodbyeByItsOwnAndClosesWhatItDialed() {
    dialed.receive(goodbye(GoodbyeCode.CREDENTIALS));
    assertThat(dialed.sent()).containsExactly("goodbye draining");
    assertThat(dialed.told()).containsExactly("closed: the far side said goodbye: credentials");
    assertThat(dialed.channel.isOpen()).isFalse();
  }

  @Test
  void waitsForTheDialingSideToCloseAfterItsGoodbye() {
    accepted.tunnel.retire(GoodbyeCode.DRAINING);
    assertThat(accepted.sent()).containsExactly("goodbye draining");
    accepted.pass(GOODBYE_TIME.minusSeconds(1));
    assertThat(accepted.told()).isEmpty();
    assertThat(accepted.tunnel.isFree()).isFalse();
    accepted.disconnect();
    assertThat(accepted.told()).containsExactly("closed: goodbye: draining");
  }

  @Test
  void closesItselfWhenTheDialingSideDoesNot() {
    accepted.tunnel.retire(GoodbyeCode.DRAINING);
    accepted.pass(GOODBYE_TIME);
    assertThat(accepted.told()).containsExactly("closed: goodbye: draining");
    assertThat(accepted.channel.isOpen()).isFalse();
  }

  @Test
  void answersAnOpenThatCrossedItsGoodbye() {
    accepted.tunnel.retire(GoodbyeCode.DRAINING);
    accepted.pass(GOODBYE_TIME.minusSeconds(1));
    accepted.receive(open(1));
    assertThat(accepted.told()).containsExactly("opened default/echo");
    accepted.pass(Duration.ofSeconds(3));
    assertThat(accepted.told()).isEmpty();
    accepted.tunnel.refuse(RefuseCode.DRAINING);
    assertThat(accepted.sent()).containsExactly("goodbye draining", "ping", "refuse draining");
    accepted.pass(GOODBYE_TIME);
    assertThat(accepted.told()).containsExactly("closed: goodbye: draining");
  }

  @Test
  void leavesClosingToTheDialingSideThatSaidGoodbye() {
    accepted.receive(goodbye(GoodbyeCode.IDLE));
    assertThat(accepted.told()).isEmpty();
    assertThat(accepted.channel.isOpen()).isTrue();
    accepted.disconnect();
    assertThat(accepted.told()).containsExactly("closed: the far side said goodbye: idle");
  }

  @Test
  void ignoresWhatArrivesAfterItClosed() {
    dialed.tunnel.retire(GoodbyeCode.AGE);
    dialed.told();
    dialed.receive(hello(), data("x"), goodbye(GoodbyeCode.AGE));
    assertThat(dialed.told()).isEmpty();
  }

  // ---- abort, from here ----

  @Test
  void saysWhyItBreaksASessionWhenThatCanGoOutAtOnce() {
    dialed.open("one");
    dialed.receive(accept());
    dialed.told();
    dialed.tunnel.abort(AbortCode.REVOKED);
    assertThat(dialed.sent()).containsExactly("open default/echo {}", "abort revoked");
    assertThat(dialed.told()).containsExactly("closed: its session was aborted: revoked");
    assertThat(dialed.channel.isOpen()).isFalse();
  }

  @Test
  void breaksTheConnectionAtOnceWhenOtherBytesWait() {
    dialed.open("one");
    dialed.receive(accept());
    dialed.told();
    dialed.sent();
    dialed.holdWrites();
    dialed.tunnel.sendData(dialed.bytes(10));
    dialed.tunnel.abort(AbortCode.RESET);
    assertThat(dialed.told()).containsExactly("closed: its session was aborted: reset");
    assertThat(dialed.channel.isOpen()).isFalse();
    assertThat(dialed.sent()).isEmpty();
  }

  @Test
  void breaksTheConnectionWithinASecondWhenTheAbortDoesNotGoOut() {
    dialed.open("one");
    dialed.receive(accept());
    dialed.holdWrites();
    dialed.tunnel.abort(AbortCode.RESET);
    assertThat(dialed.channel.isOpen()).isTrue();
    dialed.pass(Duration.ofSeconds(1));
    assertThat(dialed.channel.isOpen()).isFalse();
  }

  @Test
  void abortsAnOpenWithoutAnAnswer() {
    dialed.open("one");
    dialed.tunnel.abort(AbortCode.TIMEOUT);
    assertThat(dialed.sent()).containsExactly("open default/echo {}", "abort timeout");
    dialed.receive(accept(), data("late"));
    assertThat(dialed.told()).containsExactly("closed: its session was aborted: timeout");
  }

  @Test
  void sendsAnAnswerThatWaitsBeforeItsAbort() {
    accepted.receive(open(1));
    accepted.tunnel.accept(accepted.session("one"));
    accepted.tunnel.abort(AbortCode.RESET);
    assertThat(accepted.sent()).containsExactly("accept", "abort reset");
  }

  @Test
  void abortsOnlyOnce() {
    accepted.receive(open(1));
    accepted.accept("one");
    accepted.told();
    accepted.tunnel.abort(AbortCode.RESET);
    accepted.tunnel.abort(AbortCode.SHUTDOWN);
    accepted.disconnect();
    accepted.pass(Duration.ofMinutes(1));
    assertThat(accepted.told()).containsExactly("closed: its session was aborted: reset");
    assertThat(accepted.sent()).containsExactly("accept", "abort reset");
  }

  @Test
  void sendsNothingForASessionThatIsOver() {
    accepted.receive(open(1));
    accepted.tunnel.abort(AbortCode.RESET);
    accepted.accept("one");
    accepted.tunnel.refuse(RefuseCode.UNREACHABLE);
    accepted.tunnel.sendEnd();
    assertThat(accepted.sent()).containsExactly("abort reset");
  }

  // ---- abort, from the far side ----

  @ParameterizedTest
  @EnumSource
  void tellsASessionThatTheFarSideBrokeIt(AbortCode code) {
    dialed.open("one");
    dialed.receive(accept(), FarFrames.abort(code), data("x"), end());
    assertThat(dialed.told())
        .containsExactly(
            "one accepted",
            "closed: the far side aborted the session: " + code,
            "one aborted: " + code);
    assertThat(dialed.channel.isOpen()).isFalse();
  }

  @Test
  void tellsASessionThatWasNotAnsweredYet() {
    dialed.open("one");
    dialed.receive(FarFrames.abort(AbortCode.INTERNAL));
    assertThat(dialed.told())
        .containsExactly(
            "closed: the far side aborted the session: internal", "one aborted: internal");
    accepted.receive(open(1), FarFrames.abort(AbortCode.RESET));
    assertThat(accepted.told())
        .containsExactly(
            "opened default/echo",
            "closed: the far side aborted the session: reset",
            "answering aborted: reset");
  }

  @Test
  void closesWhenAnAbortMeetsARefusal() {
    accepted.receive(open(1));
    accepted.tunnel.refuse(RefuseCode.UNREACHABLE);
    accepted.told();
    accepted.receive(FarFrames.abort(AbortCode.RESET));
    assertThat(accepted.told()).containsExactly("closed: the far side aborted the session: reset");
  }

  // ---- the connection is lost ----

  @Test
  void tellsItsOwnerAloneWhenAFreeTunnelIsLost() {
    dialed.disconnect();
    assertThat(dialed.told()).containsExactly("closed: the far side closed the connection");
    assertThat(dialed.tunnel.isFree()).isFalse();
  }

  @Test
  void tellsBothWhenItIsLostWithASession() {
    List<String> lost =
        List.of(
            "closed: the far side closed the connection",
            "one lost, tunnel-lost: the far side closed the connection");
    dialed.open("one");
    dialed.disconnect();
    assertThat(dialed.told()).isEqualTo(lost);
    accepted.receive(open(1));
    accepted.accept("one");
    accepted.receive(end());
    accepted.told();
    accepted.disconnect();
    assertThat(accepted.told()).isEqualTo(lost);
  }

  @Test
  void tellsTheOneThatLooksForAnAnswerWhenItIsLostMeanwhile() {
    accepted.receive(open(1));
    accepted.disconnect();
    accepted.accept("one");
    assertThat(accepted.told())
        .containsExactly(
            "opened default/echo",
            "closed: the far side closed the connection",
            "answering lost, tunnel-lost: the far side closed the connection");
  }

  @Test
  void isLostByAnyFaultOfItsConnectionAndTellsThatOnce() {
    dialed.open("one");
    dialed.channel.pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
    dialed.disconnect();
    assertThat(dialed.told())
        .containsExactly(
            "closed: Connection reset by peer", "one lost, tunnel-lost: Connection reset by peer");
  }

  @Test
  void saysThatTheConnectionClosedWhenBytesStillWaited() {
    dialed.open("one").holdWrites();
    dialed.tunnel.sendData(dialed.bytes(10));
    dialed.disconnect();
    assertThat(dialed.told())
        .containsExactly("closed: connection closed", "one lost, tunnel-lost: connection closed");
  }

  @Test
  void neverTellsASessionThatEndedWellOfALaterLoss() {
    dialed.open("one");
    dialed.tunnel.sendEnd();
    dialed.receive(accept(), end());
    dialed.told();
    dialed.disconnect();
    assertThat(dialed.told()).containsExactly("closed: the far side closed the connection");
  }
}
