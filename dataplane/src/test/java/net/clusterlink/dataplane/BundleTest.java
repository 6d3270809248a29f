package net.clusterlink.dataplane;

import static net.clusterlink.dataplane.FarFrames.accept;
import static net.clusterlink.dataplane.FarFrames.aside;
import static net.clusterlink.dataplane.FarFrames.back;
import static net.clusterlink.dataplane.FarFrames.bundle;
import static net.clusterlink.dataplane.FarFrames.data;
import static net.clusterlink.dataplane.FarFrames.end;
import static net.clusterlink.dataplane.FarFrames.goodbye;
import static net.clusterlink.dataplane.FarFrames.hello;
import static net.clusterlink.dataplane.FarFrames.open;
import static net.clusterlink.dataplane.FarFrames.ping;
import static net.clusterlink.dataplane.FarFrames.shared;
import static net.clusterlink.dataplane.FarFrames.taken;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.clusterlink.dataplane.protocol.GoodbyeCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How sessions use a bundle beside their own tunnels, and what a far side may not do with it. */
@Timeout(20)
class BundleTest {
  private static final int IN_A_ROW = 16;
  private static final int SESSION = 1;
  private static final int OTHER = 2;
  private static final int BUNDLE = 9;

  private final Map<Integer, TunnelUnderTest> byNumber = new HashMap<>();
  private final TunnelUnderTest session = accepted(SESSION);
  private final TunnelUnderTest other = accepted(OTHER);
  private final TunnelUnderTest carrying = accepted(BUNDLE);

  private TunnelUnderTest accepted(int number) {
    TunnelUnderTest accepted = TunnelUnderTest.accepted(number, byNumber);
    accepted.receive(hello());
    accepted.sent();
    accepted.told();
    return accepted;
  }

  @AfterEach
  void releasesEveryBuffer() {
    byNumber.values().forEach(TunnelUnderTest::close);
  }

  // ---- becoming one ----

  @Test
  void agreesToABundleOfAFreeTunnel() {
    carrying.receive(bundle());
    assertThat(carrying.sent()).containsExactly("bundle");
    assertThat(carrying.tunnel.isFree()).isFalse();
    assertThat(carrying.tunnel.status(Instant.EPOCH).orElseThrow().bundle()).isTrue();
  }

  @Test
  void breaksOffWhereATunnelInUseIsToBeABundle() {
    begin(session, "s");
    session.receive(bundle());
    assertThat(session.sent()).containsExactly("goodbye protocol");
    assertThat(session.channel.isOpen()).isFalse();
  }

  @Test
  void breaksOffWhereTheAcceptingSideMakesABundle() {
    var group = new BundleGroup(() -> {}, System::nanoTime);
    TunnelUnderTest dialed = TunnelUnderTest.dialed(3, group, byNumber);
    dialed.receive(bundle());
    assertThat(dialed.sent()).containsExactly("goodbye protocol");
  }

  @Test
  void breaksOffWhereASessionIsOpenedOnABundle() {
    becomeBundle();
    carrying.receive(open(5));
    assertThat(carrying.sent()).containsExactly("refuse protocol", "goodbye protocol");
  }

  @Test
  void retiresABundleThatNobodyUses() {
    var group = new BundleGroup(() -> {}, System::nanoTime);
    TunnelUnderTest dialed = TunnelUnderTest.dialed(3, group, byNumber);
    dialed.tunnel.becomeBundle();
    dialed.receive(bundle());
    for (int second = 0; second < 310; second++) {
      dialed.receive(ping(1));
      dialed.pass(Duration.ofSeconds(1));
    }
    assertThat(dialed.sent()).contains("goodbye idle");
    dialed.receive(goodbye(GoodbyeCode.IDLE));
    assertThat(dialed.told()).containsExactly("closed: goodbye: idle");
  }

  // ---- receiving ----

  @Test
  void passesOnWhatComesByTheBundle() {
    becomeBundle();
    begin(session, "s");
    begin(other, "o");
    session.receive(aside(BUNDLE));
    other.receive(aside(BUNDLE));
    carrying.receive(shared(SESSION, "a"), shared(OTHER, "b"), shared(SESSION, "c"));
    assertThat(session.told()).containsExactly("s a", "s c");
    assertThat(other.told()).containsExactly("o b");
  }

  @Test
  void keepsWhatComesByTheBundleBeforeTheTunnelSaysSo() {
    becomeBundle();
    begin(session, "s");
    carrying.receive(shared(SESSION, "b"), back(SESSION));
    assertThat(session.told()).isEmpty();
    session.receive(data("a"), aside(BUNDLE), back(SESSION), data("c"), end());
    assertThat(session.told()).containsExactly("s a", "s b", "s c", "s ended");
    assertThat(carrying.sent()).containsExactly("taken 1 2");
  }

  @Test
  void waitsForTheBundleWhereTheTunnelIsAhead() {
    becomeBundle();
    begin(session, "s");
    session.receive(aside(BUNDLE), back(SESSION), data("c"), end());
    session.receive(ping(7));
    assertThat(session.isReading()).isFalse();
    carrying.receive(shared(SESSION, "a"));
    carrying.receive(shared(SESSION, "b"));
    assertThat(session.told()).containsExactly("s a", "s b");
    carrying.receive(back(SESSION));
    assertThat(session.told()).containsExactly("s c", "s ended");
    assertThat(session.sent()).containsExactly("pong 7");
    assertThat(session.isReading()).isTrue();
  }

  @Test
  void goesAsideAgainAfterwards() {
    becomeBundle();
    begin(session, "s");
    for (int time = 0; time < 3; time++) {
      session.receive(aside(BUNDLE));
      carrying.receive(shared(SESSION, "a"), back(SESSION));
      session.receive(back(SESSION), data("b"));
      assertThat(session.told()).containsExactly("s a", "s b");
    }
    assertThat(carrying.sent()).containsExactly("taken 1 2", "taken 1 4", "taken 1 6");
  }

  @Test
  void opensTheWindowAgainWhenHalfOfItIsUsed() {
    becomeBundle();
    begin(session, "s");
    session.receive(aside(BUNDLE));
    carrying.receive(shared(SESSION, text(Lane.WINDOW / 2 - 1)));
    assertThat(carrying.sent()).isEmpty();
    carrying.receive(shared(SESSION, "x"));
    assertThat(carrying.sent()).containsExactly("taken 1 8192");
  }

  @Test
  void leavesTheWindowShutWhileTheSessionTakesNothing() {
    becomeBundle();
    begin(session, "s");
    session.receive(aside(BUNDLE));
    session.tunnel.reading(false);
    carrying.receive(shared(SESSION, text(Lane.WINDOW - 100)), shared(SESSION, text(100)));
    assertThat(carrying.sent()).isEmpty();
    session.tunnel.reading(true);
    assertThat(carrying.sent()).containsExactly("taken 1 16384");
  }

  @Test
  void passesNothingOnFromTheTunnelWhileTheSessionTakesNothing() {
    becomeBundle();
    begin(session, "s");
    session.receive(aside(BUNDLE), back(SESSION), data("b"), end());
    session.tunnel.reading(false);
    carrying.receive(shared(SESSION, "a"), back(SESSION));
    assertThat(session.told()).containsExactly("s a");
    assertThat(carrying.sent()).isEmpty();
    session.tunnel.reading(true);
    session.channel.runPendingTasks();
    assertThat(session.told()).containsExactly("s b", "s ended");
    assertThat(carrying.sent()).containsExactly("taken 1 2");
  }

  @Test
  void breaksWhereARoundBeginsBeforeTheLastWasTaken() {
    becomeBundle();
    begin(session, "s");
    begin(other, "o");
    session.tunnel.reading(false);
    session.receive(aside(BUNDLE));
    carrying.receive(shared(SESSION, "a"), back(SESSION));
    session.receive(back(SESSION), aside(BUNDLE));
    assertThat(session.sent()).containsExactly("goodbye protocol");
    other.tunnel.reading(false);
    other.receive(aside(BUNDLE));
    carrying.receive(shared(OTHER, "a"), back(OTHER));
    other.receive(back(OTHER));
    carrying.receive(shared(OTHER, "b"));
    assertThat(carrying.sent()).containsExactly("goodbye protocol");
  }

  @Test
  void saysNothingOfWhatWasTakenWhileTheBundleIsNotRead() {
    becomeBundle();
    begin(session, "s");
    session.receive(aside(BUNDLE));
    carrying.holdWrites();
    carrying.tunnel.sendBundled(carrying.bytes(300_000));
    carrying.tunnel.flush();
    carrying.receive(shared(SESSION, "a"), back(SESSION));
    session.receive(back(SESSION));
    assertThat(lane(session).in().isBusy()).isTrue();
    carrying.releaseWrites();
    assertThat(lane(session).in().isBusy()).isFalse();
  }

  @Test
  void keepsNothingForATunnelWithoutASession() {
    becomeBundle();
    carrying.receive(shared(SESSION, "a"));
    assertThat(carrying.sent()).containsExactly("goodbye protocol");
  }

  @Test
  void breaksTheBundleWhereBytesComeBehindBack() {
    becomeBundle();
    begin(session, "s");
    carrying.receive(shared(SESSION, "a"), back(SESSION), shared(SESSION, "b"));
    assertThat(carrying.sent()).containsExactly("goodbye protocol");
  }

  @Test
  void breaksTheTunnelWhereItGoesAsideTwice() {
    becomeBundle();
    begin(session, "s");
    session.receive(aside(BUNDLE), aside(BUNDLE));
    assertThat(session.sent()).containsExactly("goodbye protocol");
  }

  @Test
  void breaksTheTunnelWhereItsBytesAreInAnotherBundle() {
    becomeBundle();
    TunnelUnderTest second = accepted(10);
    second.receive(bundle());
    begin(session, "s");
    carrying.receive(shared(SESSION, "a"));
    session.receive(aside(10));
    assertThat(session.sent()).containsExactly("goodbye protocol");
  }

  @Test
  void aFaultInOneSessionLeavesTheOthersAside() {
    becomeBundle();
    begin(session, TunnelUnderTest.FAULTY);
    begin(other, "o");
    session.receive(aside(BUNDLE));
    other.receive(aside(BUNDLE));
    carrying.receive(shared(SESSION, "a"), shared(OTHER, "b"));
    session.channel.runPendingTasks();
    assertThat(session.told()).last().asString().startsWith("faulty lost, tunnel-lost");
    assertThat(other.told()).containsExactly("o b");
    assertThat(carrying.channel.isOpen()).isTrue();
  }

  @Test
  void takesATunnelForABundleThatIsFreeAsTheFarSideKnows() {
    begin(session, "s");
    session.holdWrites();
    session.tunnel.sendEnd();
    session.receive(end());
    session.receive(bundle());
    session.releaseWrites();
    assertThat(session.sent()).containsExactly("end", "bundle");
    assertThat(session.told()).containsExactly("s ended", "free", "s done");
  }

  @Test
  void passesOverWhatComesForATunnelThatHasEnded() {
    becomeBundle();
    carrying.receive(shared(77, "a"), back(77), taken(77, 5));
    assertThat(carrying.tunnel.status(Instant.EPOCH)).isPresent();
    assertThat(carrying.sent()).isEmpty();
  }

  @Test
  void breaksTheBundleWhereMoreComesThanTheWindow() {
    becomeBundle();
    begin(session, "s");
    carrying.receive(shared(SESSION, text(Lane.WINDOW - 4)), shared(SESSION, text(5)));
    assertThat(carrying.sent()).containsExactly("goodbye protocol");
    assertThat(session.told())
        .containsExactly(
            "closed: the bundle that carried its bytes ended: the far side broke the protocol:"
                + " more than 16384 shared bytes",
            "s lost, tunnel-lost: the bundle that carried its bytes ended: the far side broke the"
                + " protocol: more than 16384 shared bytes");
  }

  @Test
  void breaksTheBundleWhereItComesBackTwice() {
    becomeBundle();
    begin(session, "s");
    session.receive(aside(BUNDLE));
    carrying.receive(back(SESSION), back(SESSION));
    assertThat(carrying.sent()).containsExactly("goodbye protocol");
  }

  @Test
  void breaksTheBundleWhereMoreIsTakenThanWasSent() {
    becomeBundle();
    carrying.receive(taken(SESSION, 5));
    assertThat(carrying.sent()).containsExactly("goodbye protocol");
  }

  @Test
  void breaksTheBundleWhereNothingIsShared() {
    becomeBundle();
    carrying.receive(FarFrames.hex("0d000004 00000001"));
    assertThat(carrying.sent()).containsExactly("goodbye protocol");
  }

  @Test
  void breaksTheTunnelWhereDataComesOnItMeanwhile() {
    becomeBundle();
    begin(session, "s");
    session.receive(aside(BUNDLE), data("a"));
    assertThat(session.sent()).containsExactly("goodbye protocol");
    begin(other, "o");
    other.receive(aside(BUNDLE), end());
    assertThat(other.sent()).containsExactly("goodbye protocol");
    assertThat(carrying.channel.isOpen()).isTrue();
  }

  @Test
  void breaksTheTunnelWhereItGoesAsideWithoutASession() {
    becomeBundle();
    session.receive(aside(BUNDLE));
    assertThat(session.sent()).containsExactly("goodbye protocol");
  }

  @Test
  void breaksTheTunnelWhereItComesBackFromNowhere() {
    begin(session, "s");
    session.receive(back(SESSION));
    assertThat(session.sent()).containsExactly("goodbye protocol");
  }

  @Test
  void losesASessionWhoseBundleIsNone() {
    begin(session, "s");
    session.receive(aside(OTHER));
    assertThat(session.told())
        .containsExactly(
            "closed: the bundle for its bytes has ended",
            "s lost, tunnel-lost: the bundle for its bytes has ended");
  }

  @Test
  void breaksATunnelThatSharesWithoutBeingABundle() {
    session.receive(shared(OTHER, "a"));
    assertThat(session.sent()).containsExactly("goodbye protocol");
  }

  // ---- sending ----

  @Test
  void sendsSmallMessagesByTheBundleOnceTheFarSideHas() {
    becomeBundle();
    begin(session, "s");
    sendSmall(session, 40);
    assertThat(session.sent()).hasSize(40).containsOnly("data x");
    session.receive(aside(BUNDLE));
    sendSmall(session, 2);
    assertThat(session.sent()).containsExactly("aside 9");
    assertThat(carrying.sent()).containsExactly("shared 1 x", "shared 1 x");
  }

  @Test
  void sendsByTheTunnelWhereSmallMessagesAreRare() {
    becomeBundle();
    begin(session, "s");
    session.receive(aside(BUNDLE));
    for (int message = 0; message < 3 * IN_A_ROW; message++) {
      session.receive(ping(message));
      session.pass(Duration.ofSeconds(1));
      sendSmall(session, 1);
    }
    assertThat(session.sent()).contains("data x").doesNotContain("aside 9");
  }

  @Test
  void comesBackForALargeMessage() {
    TunnelUnderTest aside = goneAside();
    aside.tunnel.sendData(aside.bytes(5_000));
    aside.tunnel.flush();
    assertThat(aside.sent()).containsExactly("back 1", "data 5000");
    assertThat(carrying.sent()).containsExactly("back 1");
  }

  @Test
  void comesBackWhereTheWindowIsFull() {
    TunnelUnderTest aside = goneAside();
    for (int message = 0; message < 5; message++) {
      aside.tunnel.sendData(aside.bytes(4_000));
    }
    aside.tunnel.flush();
    assertThat(aside.sent()).containsExactly("back 1", "data 4000");
    assertThat(carrying.sent()).hasSize(5).last().isEqualTo("back 1");
    // Many small ones may be much: they stay on the tunnel for a while, and till all is taken.
    sendSmall(aside, 100);
    assertThat(aside.sent()).hasSize(100).containsOnly("data x");
    carrying.receive(taken(SESSION, 1 + 16_000));
    sendSmall(aside, 200);
    assertThat(aside.sent()).doesNotContain("aside 9");
    carrying.receive(taken(SESSION, 1 + 16_000 + 1));
    sendSmall(aside, 1);
    assertThat(aside.sent()).contains("aside 9");
    assertThat(carrying.sent()).isNotEmpty();
  }

  @Test
  void staysAsideWhileTheFarSideTakesItsBytes() {
    TunnelUnderTest aside = goneAside();
    for (int round = 1; round <= 20; round++) {
      aside.tunnel.sendData(aside.bytes(4_000));
      carrying.receive(taken(SESSION, 1 + 4_000 * round));
    }
    assertThat(aside.sent()).isEmpty();
    assertThat(carrying.sent()).hasSize(20);
  }

  @Test
  void comesBackBeforeItEnds() {
    TunnelUnderTest aside = goneAside();
    aside.tunnel.sendEnd();
    assertThat(aside.sent()).containsExactly("back 1", "end");
    assertThat(carrying.sent()).containsExactly("back 1");
  }

  @Test
  void comesBackWhereTheBundleCannotSend() {
    TunnelUnderTest aside = goneAside();
    carrying.holdWrites();
    carrying.tunnel.sendBundled(carrying.bytes(300_000));
    carrying.tunnel.flush();
    sendSmall(aside, 1);
    assertThat(aside.sent()).containsExactly("back 1", "data x");
  }

  @Test
  void aSessionIsNotOverBeforeTheFarSideHasWhatIsAside() {
    TunnelUnderTest aside = goneAside();
    carrying.receive(back(SESSION));
    aside.receive(back(SESSION), end());
    sendSmall(aside, 1);
    aside.tunnel.sendEnd();
    assertThat(aside.sent()).containsExactly("back 1", "end");
    assertThat(aside.told()).containsExactly("s ended");
    carrying.receive(taken(SESSION, 3));
    assertThat(aside.told()).containsExactly("free", "s done");
  }

  @Test
  void aSessionIsOverWhereTheFarSideClosesTheTunnelInGoodOrder() {
    TunnelUnderTest aside = goneAside();
    carrying.receive(back(SESSION));
    aside.receive(back(SESSION), end());
    aside.tunnel.sendEnd();
    aside.told();
    aside.receive(goodbye(GoodbyeCode.AGE));
    aside.disconnect();
    assertThat(aside.told()).startsWith("free", "s done");
  }

  @Test
  void readsOnWhereItHasEndedSoThatItHearsOfTheFarSidesEnd() {
    session.tunnel.retire(GoodbyeCode.DRAINING);
    session.receive(goodbye(GoodbyeCode.DRAINING));
    session.pass(Timeouts.DEFAULT.goodbye().plusSeconds(1));
    assertThat(session.told()).containsExactly("closed: goodbye: draining");
    assertThat(session.isReading()).isTrue();
  }

  @Test
  void aSessionThatEndedBreaksWithTheBundleThatHasItsLastBytes() {
    TunnelUnderTest aside = goneAside();
    carrying.receive(back(SESSION));
    aside.receive(back(SESSION), end());
    aside.tunnel.sendEnd();
    carrying.disconnect();
    assertThat(aside.told()).last().asString().startsWith("s lost, tunnel-lost: the bundle");
  }

  @Test
  void doesNotSayThatAllIsTakenBeforeTheTunnelHasComeBackToo() {
    becomeBundle();
    begin(session, "s");
    session.receive(aside(BUNDLE));
    carrying.receive(shared(SESSION, text(Lane.WINDOW / 2)));
    assertThat(carrying.sent()).containsExactly("taken 1 8192");
    carrying.receive(shared(SESSION, text(Lane.WINDOW / 2)), back(SESSION));
    assertThat(carrying.sent()).isEmpty();
    session.receive(back(SESSION));
    assertThat(carrying.sent()).containsExactly("taken 1 16385");
  }

  @Test
  void goesNotAsideByABundleWhoseCertificateHasEnded() {
    becomeBundle();
    begin(session, "s");
    session.receive(aside(BUNDLE));
    carrying.trusted = false;
    sendSmall(session, IN_A_ROW);
    assertThat(session.sent()).hasSize(IN_A_ROW).containsOnly("data x");
    assertThat(carrying.sent()).containsExactly("goodbye credentials");
  }

  @Test
  void makesNoBundleOfATunnelWhoseCertificateHasEnded() {
    carrying.trusted = false;
    carrying.receive(bundle());
    assertThat(carrying.sent()).containsExactly("bundle", "goodbye credentials");
  }

  // ---- the dialing side ----

  @Test
  void offersTheBundleWhereFourTunnelsWantIt() {
    var dialed = new int[1];
    var group = new BundleGroup(() -> dialed[0]++, System::nanoTime);
    List<TunnelUnderTest> tunnels =
        List.of(21, 22, 23, 24).stream()
            .map(number -> TunnelUnderTest.dialed(number, group, byNumber))
            .toList();
    tunnels.forEach(each -> {
      each.open("s").receive(accept());
      each.sent();
      sendSmall(each, IN_A_ROW);
    });
    assertThat(dialed[0]).isEqualTo(1);
    TunnelUnderTest free = TunnelUnderTest.dialed(25, group, byNumber);
    assertThat(group.take(free.tunnel)).isTrue();
    assertThat(free.sent()).containsExactly("bundle");
    sendSmall(tunnels.getFirst(), 1);
    assertThat(tunnels.getFirst().sent()).hasSize(17).containsOnly("data x");
    free.receive(bundle());
    sendSmall(tunnels.getFirst(), 1);
    assertThat(tunnels.getFirst().sent()).containsExactly("aside 25");
    assertThat(free.sent()).containsExactly("shared 21 x");
    assertThat(group.take(TunnelUnderTest.dialed(26, group, byNumber).tunnel)).isFalse();
  }

  // ---- its end ----

  @Test
  void losesTheSessionsThatHaveBytesUnderWayWhereItBreaks() {
    TunnelUnderTest aside = goneAside();
    begin(other, "o");
    carrying.disconnect();
    assertThat(aside.told())
        .containsExactly(
            "closed: the bundle that carried its bytes ended: the far side closed the connection",
            "s lost, tunnel-lost: the bundle that carried its bytes ended: the far side closed the"
                + " connection");
    assertThat(other.told()).isEmpty();
    assertThat(other.channel.isOpen()).isTrue();
  }

  @Test
  void letsAllComeBackWhereTheFarSideSaysGoodbye() {
    TunnelUnderTest aside = goneAside();
    carrying.receive(goodbye(GoodbyeCode.AGE));
    assertThat(aside.sent()).containsExactly("back 1");
    assertThat(carrying.sent()).containsExactly("back 1", "goodbye age");
    carrying.receive(taken(SESSION, 2), back(SESSION));
    aside.receive(back(SESSION), data("a"));
    assertThat(aside.told()).containsExactly("s a");
    carrying.disconnect();
    assertThat(aside.channel.isOpen()).isTrue();
  }

  @Test
  void closesABundleThatRetiresWhenAllIsBack() {
    var group = new BundleGroup(() -> {}, System::nanoTime);
    TunnelUnderTest dialed = TunnelUnderTest.dialed(21, group, byNumber);
    TunnelUnderTest bundle = TunnelUnderTest.dialed(22, group, byNumber);
    bundle.tunnel.becomeBundle();
    bundle.receive(bundle());
    dialed.open("s").receive(accept());
    dialed.receive(aside(22));
    bundle.receive(shared(21, "a"));
    bundle.tunnel.retire(GoodbyeCode.CREDENTIALS);
    assertThat(bundle.sent()).containsExactly("bundle", "goodbye credentials");
    assertThat(bundle.told()).isEmpty();
    bundle.receive(shared(21, "b"), back(21));
    dialed.receive(back(21), data("c"));
    assertThat(bundle.sent()).containsExactly("taken 21 3");
    assertThat(bundle.told()).isEmpty();
    bundle.receive(goodbye(GoodbyeCode.CREDENTIALS));
    assertThat(bundle.told()).containsExactly("closed: goodbye: credentials");
    assertThat(dialed.told()).containsExactly("s accepted", "s a", "s b", "s c");
  }

  @Test
  void givesABundleUpFromWhichTheFarSideDoesNotComeBack() {
    becomeBundle();
    begin(session, "s");
    session.receive(aside(BUNDLE));
    carrying.tunnel.retire(GoodbyeCode.AGE);
    for (int second = 0; second <= 10; second++) {
      carrying.receive(ping(second));
      carrying.pass(Duration.ofSeconds(1));
    }
    assertThat(carrying.told())
        .containsExactly("closed: not all came back from a bundle that ends");
    assertThat(session.told()).last().asString().startsWith("s lost, tunnel-lost");
  }

  @Test
  void waitsForASlowSessionWhereABundleEnds() {
    becomeBundle();
    begin(session, "s");
    session.receive(aside(BUNDLE));
    session.tunnel.reading(false);
    carrying.receive(shared(SESSION, "a"), back(SESSION));
    carrying.tunnel.retire(GoodbyeCode.AGE);
    carrying.receive(goodbye(GoodbyeCode.AGE));
    for (int second = 0; second <= 30; second++) {
      carrying.receive(ping(second));
      carrying.pass(Duration.ofSeconds(1));
    }
    assertThat(carrying.told()).isEmpty();
    session.tunnel.reading(true);
    session.receive(back(SESSION), data("b"));
    assertThat(session.told()).containsExactly("s a", "s b");
  }

  @Test
  void endsASessionForTheReasonForWhichItsBundleEnds() {
    TunnelUnderTest aside = goneAside();
    carrying.tunnel.distrust(
        new TlsFailure(
            TunnelRefusal.CERTIFICATE_REVOKED, "the certificate of peer east is revoked"));
    assertThat(aside.told()).last().asString().startsWith("s lost, revoked");
  }

  @Test
  void aTunnelThatBreaksLeavesTheOthersAside() {
    TunnelUnderTest aside = goneAside();
    begin(other, "o");
    other.receive(aside(BUNDLE));
    carrying.receive(shared(OTHER, "a"));
    aside.disconnect();
    carrying.receive(shared(SESSION, "late"), shared(OTHER, "b"));
    assertThat(other.told()).containsExactly("o a", "o b");
  }

  // ---- steps ----

  private void becomeBundle() {
    carrying.receive(bundle());
    assertThat(carrying.sent()).containsExactly("bundle");
  }

  private static void begin(TunnelUnderTest tunnel, String name) {
    tunnel.receive(open(1));
    tunnel.accept(name);
    assertThat(tunnel.sent()).containsExactly("accept");
    tunnel.told();
  }

  private static void sendSmall(TunnelUnderTest tunnel, int count) {
    for (int sent = 0; sent < count; sent++) {
      tunnel.tunnel.sendData(
          tunnel.bytes(1).setBytes(0, Unpooled.copiedBuffer("x", StandardCharsets.UTF_8)));
    }
    tunnel.tunnel.flush();
  }

  /** The session's tunnel, which sends by the bundle in both directions and has sent one byte. */
  private TunnelUnderTest goneAside() {
    becomeBundle();
    begin(session, "s");
    session.receive(aside(BUNDLE));
    sendSmall(session, IN_A_ROW);
    assertThat(session.sent()).hasSize(IN_A_ROW).last().isEqualTo("aside 9");
    assertThat(carrying.sent()).containsExactly("shared 1 x");
    return session;
  }

  private static Lane lane(TunnelUnderTest tunnel) {
    return Objects.requireNonNull(tunnel.tunnel.lane());
  }

  private static String text(int length) {
    return "y".repeat(length);
  }
}
