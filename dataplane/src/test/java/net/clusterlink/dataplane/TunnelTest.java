package net.clusterlink.dataplane;

import static net.clusterlink.dataplane.FarFrames.accept;
import static net.clusterlink.dataplane.FarFrames.data;
import static net.clusterlink.dataplane.FarFrames.end;
import static net.clusterlink.dataplane.FarFrames.hello;
import static net.clusterlink.dataplane.FarFrames.hex;
import static net.clusterlink.dataplane.FarFrames.open;
import static net.clusterlink.dataplane.FarFrames.ping;
import static net.clusterlink.dataplane.FarFrames.refuse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.netty.handler.codec.DecoderException;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLException;
import net.clusterlink.api.ResourceName;
import net.clusterlink.dataplane.protocol.AbortCode;
import net.clusterlink.dataplane.protocol.Open;
import net.clusterlink.dataplane.protocol.RefuseCode;
import net.clusterlink.dataplane.protocol.SessionId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How a tunnel begins, and how its sessions come and go. */
@Timeout(20)
class TunnelTest {
  private final TunnelUnderTest dialed = TunnelUnderTest.dialed();
  private final TunnelUnderTest accepted = TunnelUnderTest.accepted();

  @AfterEach
  void releasesEveryBuffer() {
    dialed.close();
    accepted.close();
  }

  // ---- hello ----

  @Test
  void saysHelloAtOnceOnBothSides() {
    assertThat(dialed.sent()).containsExactly("hello {region=eu}");
    assertThat(accepted.sent()).containsExactly("hello {region=eu}");
    assertThat(dialed.told()).isEmpty();
    assertThat(dialed.tunnel.isFree()).isFalse();
  }

  @Test
  void isEstablishedByTheFarHello() {
    dialed.receive(hello(Map.of("zone", "b")));
    assertThat(dialed.told()).containsExactly("established");
    assertThat(dialed.tunnel.isFree()).isTrue();
    assertThat(dialed.tunnel.farLabels()).isEqualTo(Map.of("zone", "b"));
  }

  @Test
  void isGivenUpWhenNoHelloComesInTime() {
    dialed.tunnel.giveUpWithoutHello();
    assertThat(dialed.told()).containsExactly("not established, timeout: no hello within 10 s");
    dialed.receive(hello());
    dialed.disconnect();
    assertThat(dialed.told()).isEmpty();
    assertThat(dialed.channel.isOpen()).isFalse();
  }

  @Test
  void isNotGivenUpOnceTheHelloHasCome() {
    dialed.established().tunnel.giveUpWithoutHello();
    assertThat(dialed.told()).isEmpty();
    assertThat(dialed.tunnel.isFree()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "02000000, OPEN frame before hello",
    "03000000, ACCEPT frame before hello",
    "0400000101, REFUSE frame before hello",
    "0500000161, data without a session",
    "06000000, END frame before hello",
    "0700000101, ABORT frame before hello",
    "080000080000000000000000, PING frame before hello",
    "090000080000000000000000, PONG frame before hello",
    "0a00000101, GOODBYE frame before hello",
    "47455420, 'unknown frame type 71'",
    "01004001, 'HELLO frame of 16385 bytes, limit 16384'",
    "01000000, a hello that ends too early"
  })
  void becomesNoTunnelWhenAnythingComesBeforeTheHello(String frame, String violation) {
    accepted.receive(hex(frame));
    assertThat(accepted.told())
        .containsExactly(
            "not established, wrong-protocol: the far side broke the protocol: " + violation);
    assertThat(accepted.sent()).containsExactly("hello {region=eu}");
    assertThat(accepted.channel.isOpen()).isFalse();
  }

  @Test
  void becomesNoTunnelWhenTheFarSideClosesBeforeItsHello() {
    dialed.disconnect();
    assertThat(dialed.told())
        .containsExactly("not established, refused-by-peer: the far side closed before its hello");
  }

  @Test
  void becomesNoTunnelWhenTheFarSideRefusesOurCertificateAfterOurPartOfTls() {
    dialed
        .channel
        .pipeline()
        .fireExceptionCaught(new DecoderException(new SSLException("SSLV3_ALERT_BAD_CERTIFICATE")));
    dialed.disconnect();
    assertThat(dialed.told())
        .singleElement()
        .asString()
        .startsWith("not established, refused-by-peer: the far side refused this gateway's")
        .contains("bad_certificate");
  }

  @Test
  void refusesASecondHello() {
    dialed.established().receive(hello());
    assertThat(dialed.told())
        .containsExactly("closed: the far side broke the protocol: a second hello");
    assertThat(dialed.sent()).containsExactly("goodbye protocol");
  }

  // ---- sessions, on the dialing side ----

  @Test
  void carriesASessionAndIsFreeAgainOnceBothEndsHavePassed() {
    dialed.established().open("one");
    assertThat(dialed.tunnel.isFree()).isFalse();
    assertThat(dialed.sent()).containsExactly("open default/echo {}");

    dialed.receive(accept(), data("answer"), end());
    assertThat(dialed.told()).containsExactly("one accepted", "one answer", "one ended");

    dialed.tunnel.sendData(dialed.bytes(50));
    dialed.tunnel.sendEnd();
    assertThat(dialed.sent()).containsExactly("data 50", "end");
    assertThat(dialed.told()).containsExactly("free", "one done");
    assertThat(dialed.tunnel.isFree()).isTrue();
  }

  @Test
  void isFreeAgainWhenTheFarEndIsTheLast() {
    dialed.established().open("one");
    dialed.tunnel.sendEnd();
    dialed.receive(accept());
    assertThat(dialed.tunnel.isFree()).isFalse();
    dialed.receive(data("x"), end());
    assertThat(dialed.told())
        .containsExactly("one accepted", "one x", "one ended", "free", "one done");
  }

  @Test
  void carriesOneSessionAfterAnother() {
    dialed.established();
    for (String name : new String[] {"one", "two", "three"}) {
      dialed.open(name);
      dialed.receive(accept(), data("hi"));
      dialed.tunnel.sendEnd();
      dialed.receive(end());
      assertThat(dialed.sent()).containsExactly("open default/echo {}", "end");
      assertThat(dialed.told())
          .containsExactly(
              name + " accepted", name + " hi", name + " ended", "free", name + " done");
    }
  }

  @Test
  void sendsAnEndOnlyOnce() {
    dialed.established().tunnel.sendEnd();
    dialed.open("one");
    dialed.tunnel.sendEnd();
    dialed.tunnel.sendEnd();
    assertThat(dialed.sent()).containsExactly("open default/echo {}", "end");
  }

  @Test
  void cutsDataIntoFramesOfAtMostTheLimit() {
    dialed.established().open("one");
    dialed.tunnel.sendData(dialed.bytes(2 * 65_536 + 41));
    dialed.tunnel.sendData(dialed.bytes(65_536));
    dialed.tunnel.sendData(dialed.bytes(0));
    dialed.tunnel.flush();
    assertThat(dialed.sent())
        .containsExactly(
            "open default/echo {}", "data 65536", "data 65536", "data 41", "data 65536");
  }

  @Test
  void sendsTheSameFramesWhenItsDataHasRoomBefore() {
    dialed.established().open("one");
    dialed.tunnel.sendData(dialed.bytes(4 + 2 * 65_536 + 41).skipBytes(4));
    dialed.tunnel.sendData(dialed.bytes(4 + 50).skipBytes(4));
    dialed.tunnel.flush();
    assertThat(dialed.sent())
        .containsExactly("open default/echo {}", "data 65536", "data 65536", "data 41", "data 50");
  }

  @Test
  void isFreeForTheNextOpenAsSoonAsOneIsRefused() {
    dialed.established().open("one");
    dialed.tunnel.sendEnd();
    dialed.receive(refuse(RefuseCode.UNREACHABLE));
    assertThat(dialed.told()).containsExactly("free", "one refused: unreachable");
    dialed.open("two");
    dialed.tunnel.sendEnd();
    dialed.receive(accept(), end());
    assertThat(dialed.told()).containsExactly("two accepted", "two ended", "free", "two done");
    assertThat(dialed.sent())
        .containsExactly("open default/echo {}", "end", "open default/echo {}", "end");
  }

  @Test
  void sendsNothingOfAnOpenThatDoesNotFit() {
    var attributes = new java.util.HashMap<String, String>();
    for (int i = 0; i < 65; i++) {
      attributes.put("k" + i, "");
    }
    var open = new Open(new SessionId(1, 1), new ResourceName("n", "e"), attributes);
    dialed.established();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dialed.tunnel.open(open, dialed.session("one")));
    dialed.tunnel.flush();
    assertThat(dialed.sent()).isEmpty();
    assertThat(dialed.tunnel.isFree()).isTrue();
  }

  @Test
  void opensNothingWhileASessionIsOn() {
    dialed.established().open("one");
    assertThatIllegalStateException()
        .isThrownBy(() -> dialed.tunnel.open(TunnelUnderTest.open(), dialed.session("two")));
  }

  @Test
  void isNotFreeBeforeItsEndIsWritten() {
    dialed.established().open("one");
    dialed.receive(accept(), end());
    dialed.told();
    dialed.holdWrites();
    dialed.tunnel.sendData(dialed.bytes(1_000_000));
    dialed.tunnel.sendEnd();
    assertThat(dialed.tunnel.isFree()).isFalse();
    assertThat(dialed.told()).containsExactly("one not writable");
    dialed.releaseWrites();
    assertThat(dialed.tunnel.isFree()).isTrue();
    assertThat(dialed.told()).containsExactly("one writable", "free", "one done");
  }

  @Test
  void isFreeOfARefusedSessionWhoseEndStillWaits() {
    dialed.established().open("one").holdWrites();
    dialed.tunnel.sendEnd();
    dialed.receive(refuse(RefuseCode.UNREACHABLE));
    dialed.open("two");
    dialed.receive(accept(), end());
    dialed.told();
    dialed.releaseWrites();
    assertThat(dialed.told()).isEmpty();
    dialed.tunnel.sendEnd();
    assertThat(dialed.told()).containsExactly("free", "two done");
  }

  @Test
  void hearsTheAnswerThoughItsPongsStillFillTheConnection() {
    dialed.established().holdWrites();
    for (int i = 0; dialed.tunnel.isWritable(); i++) {
      dialed.receive(ping(i));
    }
    assertThat(dialed.isReading()).isFalse();
    dialed.open("one");
    dialed.releaseWrites();
    assertThat(dialed.isReading()).isTrue();
  }

  // ---- sessions, on the accepting side ----

  @Test
  void answersAnOpenAndCarriesItsSession() {
    accepted.established().receive(open(1), data("early"));
    assertThat(accepted.told()).containsExactly("opened default/echo", "answering early");
    accepted.accept("one");
    assertThat(accepted.sent()).containsExactly("accept");
    accepted.receive(data("late"), end());
    accepted.tunnel.sendEnd();
    assertThat(accepted.told()).containsExactly("one late", "one ended", "free", "one done");
    accepted.receive(open(2));
    assertThat(accepted.told()).containsExactly("opened default/echo");
  }

  @Test
  void takesAnOpenWhichShowsThatItsEndWasRead() {
    accepted.established().receive(open(1), end());
    accepted.accept("one");
    accepted.holdWrites();
    accepted.tunnel.sendEnd();
    accepted.told();
    accepted.receive(open(2));
    assertThat(accepted.told()).containsExactly("free", "one done", "opened default/echo");
    accepted.releaseWrites();
    assertThat(accepted.told()).isEmpty();
  }

  @Test
  void takesAnEndBeforeItsAnswer() {
    accepted.established().receive(open(1), data("all"), end());
    accepted.accept("one");
    accepted.tunnel.sendEnd();
    assertThat(accepted.told())
        .containsExactly(
            "opened default/echo", "answering all", "answering ended", "free", "one done");
  }

  @Test
  void takesExactlyAsMuchEarlyDataAsTheLimitSays() {
    accepted.established().receive(open(1), data(new byte[65_535]), data("x"));
    assertThat(accepted.told())
        .containsExactly("opened default/echo", "answering data of 65535", "answering x");
    accepted.accept("one");
    accepted.receive(data(new byte[65_536]), data(new byte[65_536]));
    assertThat(accepted.told()).containsExactly("one data of 65536", "one data of 65536");
  }

  @Test
  void refusesOneByteOfEarlyDataMore() {
    accepted.established().receive(open(1), data(new byte[65_536]), data("x"));
    String violation =
        "the far side broke the protocol: more than 65536 bytes before the answer to an open";
    assertThat(accepted.told())
        .containsExactly(
            "opened default/echo",
            "answering data of 65536",
            "closed: " + violation,
            "answering lost, protocol: " + violation);
    assertThat(accepted.sent()).containsExactly("goodbye protocol");
  }

  @Test
  void passesOverWhatBelongsToARefusedOpenUntilItsEnd() {
    accepted.established().receive(open(1), data("early"));
    accepted.tunnel.refuse(RefuseCode.OVERLOADED);
    assertThat(accepted.sent()).containsExactly("refuse overloaded");
    assertThat(accepted.told()).hasSize(2);
    accepted.receive(data("late"), end(), open(2), data("next"));
    assertThat(accepted.told()).containsExactly("opened default/echo", "answering next");
  }

  @Test
  void passesOverWhatBelongsToARefusedOpenUntilTheNextOne() {
    accepted.established().receive(open(1));
    accepted.tunnel.refuse(RefuseCode.OVERLOADED);
    accepted.receive(data(new byte[65_000]), open(2), data(new byte[65_536]));
    assertThat(accepted.told())
        .containsExactly("opened default/echo", "opened default/echo", "answering data of 65536");
  }

  @Test
  void boundsWhatItPassesOver() {
    accepted.established().receive(open(1), data(new byte[65_000]));
    accepted.tunnel.refuse(RefuseCode.OVERLOADED);
    accepted.receive(data(new byte[536]));
    assertThat(accepted.told()).hasSize(2);
    accepted.receive(data("x"));
    assertThat(accepted.told())
        .containsExactly(
            "closed: the far side broke the protocol: more than 65536 bytes before the answer to"
                + " an open");
  }

  @ParameterizedTest
  @CsvSource({"0500000161, data without a session", "06000000, an end without a session"})
  void passesOverNothingBehindTheEndOfARefusedOpen(String frame, String violation) {
    accepted.established().receive(open(1), end());
    accepted.tunnel.refuse(RefuseCode.OVERLOADED);
    accepted.told();
    accepted.receive(hex(frame));
    assertThat(accepted.told())
        .containsExactly("closed: the far side broke the protocol: " + violation);
  }

  @Test
  void sendsItsAnswerWithWhatComesBehindIt() {
    accepted.established().receive(open(1));
    accepted.tunnel.accept(accepted.session("one"));
    accepted.tunnel.sendData(accepted.bytes(50));
    assertThat(accepted.sent()).isEmpty();
    accepted.tunnel.flush();
    assertThat(accepted.sent()).containsExactly("accept", "data 50");
  }

  @Test
  void answersOnlyOnceAndOnlyWhatIsOpen() {
    accepted.established().tunnel.refuse(RefuseCode.INTERNAL);
    accepted.receive(open(1));
    accepted.accept("one");
    accepted.accept("two");
    accepted.tunnel.refuse(RefuseCode.INTERNAL);
    assertThat(accepted.sent()).containsExactly("accept");
  }

  // ---- what a far side may not do ----

  @ParameterizedTest
  @CsvSource({
    "03000000, an accept without an open",
    "0400000101, a refuse without an open",
    "0500000161, data without a session",
    "06000000, an end without a session",
    "080000020000, 'a ping of 2 bytes, not 8'",
    "08000009, 'PING frame of 9 bytes, limit 8'",
    "0b000000, a bundle from the accepting side",
    "0c00000400000001, ASIDE frame without bundles",
    "0d0000050000000161, SHARED frame on a tunnel that is no bundle",
    "0e00000400000001, BACK frame without bundles",
    "0f0000080000000100000001, TAKEN frame on a tunnel that is no bundle",
    "10000000, unknown frame type 16",
    "06000001, 'END frame of 1 bytes, limit 0'"
  })
  void closesWhenAFrameDoesNotFitAFreeTunnel(String frame, String violation) {
    dialed.established().receive(hex(frame));
    assertThat(dialed.told())
        .containsExactly("closed: the far side broke the protocol: " + violation);
    assertThat(dialed.sent()).containsExactly("goodbye protocol");
    assertThat(dialed.channel.isOpen()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"0500000161, data without a session", "06000000, an end without a session"})
  void closesWhenTheFarSideSpeaksBeforeItsAnswer(String frame, String violation) {
    dialed.established().open("one");
    dialed.receive(hex(frame));
    assertThat(dialed.told())
        .containsExactly(
            "closed: the far side broke the protocol: " + violation,
            "one lost, protocol: the far side broke the protocol: " + violation);
  }

  @ParameterizedTest
  @CsvSource({
    "03000000, an accept without an open",
    "0400000101, a refuse without an open",
    "0500000161, data without a session",
    "06000000, an end without a session"
  })
  void closesWhenAFrameDoesNotFitASessionThatTheFarSideEnded(String frame, String violation) {
    dialed.established().open("one");
    dialed.receive(accept(), end());
    dialed.told();
    dialed.receive(hex(frame));
    assertThat(dialed.told())
        .containsExactly(
            "closed: the far side broke the protocol: " + violation,
            "one lost, protocol: the far side broke the protocol: " + violation);
  }

  @Test
  void takesNoOpenFromTheSideThatAccepted() {
    dialed.established().receive(open(1));
    assertThat(dialed.told())
        .containsExactly(
            "closed: the far side broke the protocol: an open from the accepting side");
    assertThat(dialed.sent()).containsExactly("goodbye protocol");
  }

  @Test
  void takesNoMalformedOpenFromTheSideThatAcceptedEither() {
    dialed.established().receive(hex("02000000"));
    assertThat(dialed.sent()).containsExactly("goodbye protocol");
  }

  @Test
  void refusesAnOpenDuringASession() {
    accepted.established().receive(open(1));
    accepted.accept("one");
    accepted.sent();
    accepted.told();
    accepted.receive(open(2));
    String violation =
        "the far side broke the protocol: open 00000000000000000000000000000002: another session"
            + " is on";
    assertThat(accepted.sent()).containsExactly("refuse protocol", "goodbye protocol");
    assertThat(accepted.told())
        .containsExactly("closed: " + violation, "one lost, protocol: " + violation);
  }

  @ParameterizedTest
  @CsvSource({"02000000", "02004001", "0200000100"})
  void refusesAMalformedOpenByName(String frame) {
    accepted.established().receive(hex(frame));
    assertThat(accepted.sent()).containsExactly("refuse protocol", "goodbye protocol");
    assertThat(accepted.told())
        .singleElement()
        .asString()
        .startsWith("closed: the far side broke the protocol: ");
  }

  @Test
  void sendsNothingWhenItBreaksOffBehindWhatIsNotRead() {
    accepted.established().receive(open(1));
    accepted.accept("one");
    accepted.sent();
    accepted.holdWrites();
    accepted.tunnel.sendData(accepted.bytes(300_000));
    accepted.receive(hex("ff000000"));
    accepted.releaseWrites();
    assertThat(accepted.sent()).doesNotContain("goodbye protocol");
  }

  @Test
  void tellsNobodyTwiceWhateverFollowsInTheSameRead() {
    accepted.established().receive(open(1), FarFrames.abort(AbortCode.RESET), hex("ff000000"));
    assertThat(accepted.told())
        .containsExactly(
            "opened default/echo",
            "closed: the far side aborted the session: reset",
            "answering aborted: reset");
    accepted.receive(hex("ff000000"));
    accepted.disconnect();
    accepted.pass(Duration.ofMinutes(1));
    assertThat(accepted.told()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void tellsTheSessionEveryCodeOfRefusal(RefuseCode code) {
    dialed.established().open("one");
    dialed.receive(refuse(code));
    assertThat(dialed.told()).containsExactly("free", "one refused: " + code);
  }
}
