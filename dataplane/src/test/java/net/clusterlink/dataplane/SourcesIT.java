package net.clusterlink.dataplane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import net.clusterlink.dataplane.protocol.AbortCode;
import net.clusterlink.dataplane.protocol.GoodbyeCode;
import net.clusterlink.dataplane.protocol.RefuseCode;
import net.clusterlink.policy.Attributes;
import net.clusterlink.policy.PolicySet;
import net.clusterlink.policy.Tier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a client's session finds a source, and why its first bytes reach a service at most once. */
@Tag("external")
@Timeout(60)
class SourcesIT {
  private static final String OPEN = "open default/echo {}";

  private static final String[] GOODBYES = {"goodbye draining", "goodbye idle"};

  private final GatewayUnderTest west = open(Timeouts.DEFAULT);

  private static GatewayUnderTest open(Timeouts timeouts) {
    try {
      return new GatewayUnderTest(timeouts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void close() {
    west.close();
  }

  // ---- an answer ----

  @Test
  void sendsTheFirstBytesWithoutWaitingForTheAnswer() throws IOException {
    try (FarGateway east = west.peer("east")) {
      west.importFrom("east");
      try (Socket client = west.connect()) {
        send(client, "question");
        try (FarTunnel tunnel = east.accept()) {
          assertThat(tunnel.next()).isEqualTo(OPEN);
          assertThat(tunnel.next()).isEqualTo("data question");
          tunnel.send(FarFrames.accept(), FarFrames.data("answer"), FarFrames.end());
          assertThat(client.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("answer");
          client.shutdownOutput();
          assertThat(tunnel.next()).isEqualTo("end");
        }
      }
      assertThat(west.end())
          .extracting(
              SessionEnd::reason,
              SessionEnd::opened,
              SessionEnd::bytesToService,
              SessionEnd::bytesToClient)
          .containsExactly(EndReason.COMPLETED, true, 8L, 6L);
    }
  }

  @Test
  void keepsTheTunnelForTheNextSession() throws IOException {
    try (FarGateway east = west.peer("east")) {
      west.importFrom("east");
      try (Socket client = west.connect();
          FarTunnel tunnel = east.accept()) {
        client.shutdownOutput();
        assertThat(tunnel.next()).isEqualTo(OPEN);
        assertThat(tunnel.next()).isEqualTo("end");
        tunnel.send(FarFrames.accept(), FarFrames.end());
        west.end();
        try (Socket next = west.connect()) {
          send(next, "next");
          assertThat(tunnel.next()).isEqualTo(OPEN);
          assertThat(tunnel.next()).isEqualTo("data next");
        }
      }
      assertThat(west.events.established).hasSize(1);
    }
  }

  // ---- the next source ----

  @ParameterizedTest
  @EnumSource
  void sendsTheSameFirstBytesToTheNextSourceWhenOneRefuses(RefuseCode code) throws IOException {
    try (FarGateway east = west.peer("east");
        FarGateway north = west.peer("north")) {
      west.importFrom("east", "north");
      try (Socket client = west.connect()) {
        send(client, "first bytes");
        client.shutdownOutput();
        try (FarTunnel refusing = east.accept()) {
          assertThat(refusing.next()).isEqualTo(OPEN);
          assertThat(refusing.next()).isEqualTo("data first bytes");
          assertThat(refusing.next()).isEqualTo("end");
          refusing.send(FarFrames.refuse(code));
          try (FarTunnel accepting = north.accept()) {
            assertThat(accepting.next()).isEqualTo(OPEN);
            assertThat(accepting.next()).isEqualTo("data first bytes");
            assertThat(accepting.next()).isEqualTo("end");
            accepting.send(FarFrames.accept(), FarFrames.data("thanks"), FarFrames.end());
            assertThat(client.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("thanks");
          }
          assertThat(refusing.waiting()).isEmpty();
        }
      }
      assertThat(west.end().peer()).contains("north");
    }
  }

  @Test
  void triesTheNextSourceWhenOneCannotBeReached() throws IOException {
    west.peer("east").close();
    try (FarGateway north = west.peer("north")) {
      west.importFrom("east", "nowhere", "north");
      try (Socket client = west.connect();
          FarTunnel tunnel = north.accept()) {
        send(client, "hi");
        assertThat(tunnel.next()).isEqualTo(OPEN);
        assertThat(tunnel.next()).isEqualTo("data hi");
      }
    }
  }

  @Test
  void triesTheNextSourceWhenThisSideDeniesOne() throws IOException {
    try (FarGateway east = west.peer("east");
        FarGateway north = west.peer("north")) {
      west.put(
          PolicySet.empty()
              .with(
                  Tier.REGULAR,
                  GatewayUnderTest.ECHO,
                  GatewayUnderTest.allow(Map.of(), Map.of(Attributes.PEER_NAME, "north"))));
      west.importFrom("east", "north");
      assertThat(east.address()).isNotEqualTo(north.address());
      try (Socket client = west.connect();
          FarTunnel tunnel = north.accept()) {
        send(client, "hi");
        assertThat(tunnel.next()).isEqualTo(OPEN);
      }
      assertThat(west.events.established).extracting(TunnelInfo::peer).containsExactly("north");
    }
  }

  @Test
  void resetsTheClientWhenNoSourceIsLeftAndTellsOfEach() throws IOException {
    try (FarGateway east = west.peer("east");
        FarGateway north = west.peer("north")) {
      west.importFrom("east", "nowhere", "north");
      try (Socket client = west.connect();
          FarTunnel one = east.accept()) {
        one.send(FarFrames.refuse(RefuseCode.OVERLOADED));
        try (FarTunnel two = north.accept()) {
          two.send(FarFrames.refuse(RefuseCode.NOT_FOUND_OR_DENIED));
          GatewayUnderTest.assertReset(client);
        }
      }
      SessionEnd end = west.end();
      assertThat(end.reason()).isEqualTo(EndReason.NOT_FOUND_OR_DENIED);
      assertThat(end.detail())
          .isEqualTo(
              "east: refused by the far side: overloaded; nowhere: there is no Peer nowhere;"
                  + " north: refused by the far side: not-found-or-denied; its log says why under this"
                  + " session");
      assertThat(end.opened()).isFalse();
    }
  }

  // ---- at most once ----

  @Test
  void opensNothingElseWhenTheTunnelBreaksBeforeTheAnswer() throws IOException {
    try (FarGateway east = west.peer("east");
        FarGateway north = west.peer("north")) {
      west.importFrom("east", "north");
      assertThat(north.address()).isNotEqualTo(east.address());
      try (Socket client = west.connect()) {
        send(client, "only once");
        FarTunnel tunnel = east.accept();
        assertThat(tunnel.next()).isEqualTo(OPEN);
        assertThat(tunnel.next()).isEqualTo("data only once");
        tunnel.close();
        GatewayUnderTest.assertReset(client);
      }
      assertThat(west.end().reason()).isEqualTo(EndReason.OPEN_UNANSWERED);
      assertThat(west.events.established).extracting(TunnelInfo::peer).containsExactly("east");
    }
  }

  @Test
  void opensNothingElseWhenTheFarSideAbortsBeforeItsAnswer() throws IOException {
    try (FarGateway east = west.peer("east");
        FarGateway north = west.peer("north")) {
      west.importFrom("east", "north");
      assertThat(north.address()).isNotEqualTo(east.address());
      try (Socket client = west.connect();
          FarTunnel tunnel = east.accept()) {
        assertThat(tunnel.next()).isEqualTo(OPEN);
        tunnel.send(FarFrames.abort(AbortCode.INTERNAL));
        GatewayUnderTest.assertReset(client);
      }
      assertThat(west.end().reason()).isEqualTo(EndReason.PEER_ABORTED);
      assertThat(west.events.established).hasSize(1);
    }
  }

  @Test
  void opensNothingElseWhenTheFarSideBreaksTheProtocolBeforeItsAnswer() throws IOException {
    try (FarGateway east = west.peer("east");
        FarGateway north = west.peer("north")) {
      west.importFrom("east", "north");
      assertThat(north.address()).isNotEqualTo(east.address());
      try (Socket client = west.connect();
          FarTunnel tunnel = east.accept()) {
        assertThat(tunnel.next()).isEqualTo(OPEN);
        tunnel.send(FarFrames.data("too early"));
        GatewayUnderTest.assertReset(client);
        assertThat(tunnel.rest()).containsExactly("goodbye protocol");
      }
      assertThat(west.end().reason()).isEqualTo(EndReason.PROTOCOL);
      assertThat(west.events.established).hasSize(1);
    }
  }

  @Test
  void opensNothingElseWhenTheAnswerIsOverdue() throws IOException {
    try (var hasty = open(GatewayUnderTest.SHORT);
        FarGateway east = hasty.peer("east");
        FarGateway north = hasty.peer("north")) {
      hasty.importFrom("east", "north");
      assertThat(north.address()).isNotEqualTo(east.address());
      try (Socket client = hasty.connect();
          FarTunnel tunnel = east.accept()) {
        assertThat(tunnel.next()).isEqualTo(OPEN);
        GatewayUnderTest.assertReset(client);
        assertThat(tunnel.rest()).containsExactly("abort timeout");
      }
      assertThat(hasty.end().reason()).isEqualTo(EndReason.OPEN_UNANSWERED);
      assertThat(hasty.end().detail()).isEqualTo("no answer within 1 s");
      assertThat(hasty.events.established).hasSize(1);
    }
  }

  // ---- a far side that is no longer there ----

  @Test
  void resetsTheClientWhenTheFarSideFallsSilent() throws IOException {
    try (var hasty = open(GatewayUnderTest.SHORT);
        FarGateway east = hasty.peer("east")) {
      hasty.importFrom("east");
      try (Socket client = hasty.connect();
          FarTunnel tunnel = east.accept()) {
        assertThat(tunnel.next()).isEqualTo(OPEN);
        tunnel.send(FarFrames.accept(), FarFrames.data("hi"));
        assertThat(client.getInputStream().readNBytes(2)).asString(UTF_8).isEqualTo("hi");
        GatewayUnderTest.assertReset(client);
        assertThat(hasty.end().reason()).isEqualTo(EndReason.TUNNEL_LOST);
        assertThat(hasty.end().detail()).isEqualTo("nothing heard for 3 s");
        assertThat(hasty.end().duration()).isLessThan(Duration.ofSeconds(15));
      }
    }
  }

  @Test
  void doesNotUseATunnelWhoseFarSideSaidGoodbye() throws IOException {
    try (FarGateway east = west.peer("east")) {
      west.importFrom("east");
      try (Socket client = west.connect();
          FarTunnel tunnel = east.accept()) {
        client.shutdownOutput();
        tunnel.send(FarFrames.accept(), FarFrames.goodbye(GoodbyeCode.DRAINING), FarFrames.end());
        assertThat(tunnel.rest()).containsExactly(OPEN, "end", "goodbye draining");
      }
      try (Socket client = west.connect();
          FarTunnel another = east.accept()) {
        assertThat(another.next()).isEqualTo(OPEN);
        assertThat(client.isConnected()).isTrue();
      }
    }
  }

  @Test
  void leavesATunnelWhoseCertificateHasExpiredMeanwhile() throws IOException {
    try (FarGateway east = west.peer("east")) {
      west.importFrom("east");
      try (Socket client = west.connect();
          FarTunnel tunnel = east.accept()) {
        client.shutdownOutput();
        tunnel.send(FarFrames.accept(), FarFrames.end());
        west.end();
        west.advance(Duration.ofDays(2));
        try (Socket late = west.connect()) {
          assertThat(tunnel.rest()).containsExactly(OPEN, "end", "goodbye credentials");
          try (var another = east.acceptConnection()) {
            assertThatThrownBy(() -> new FarTunnel(another)).isInstanceOf(IOException.class);
            GatewayUnderTest.assertReset(late);
          }
        }
      }
      assertThat(west.refused()).startsWith("certificate-not-current: ");
    }
  }

  // ---- labels of peers ----

  @Test
  void decidesByTheLabelsThatTheFarHelloReports() throws IOException {
    try (FarGateway east = west.peer("east");
        FarGateway north = west.peer("north")) {
      west.put(
          PolicySet.empty()
              .with(
                  Tier.REGULAR,
                  GatewayUnderTest.ECHO,
                  GatewayUnderTest.allow(
                      Map.of(), Map.of(Attributes.PEER_LABELS + "region", "eu"))));
      west.importFrom("east", "north");
      try (Socket client = west.connect();
          FarTunnel denied = east.accept(Map.of("region", "us"));
          FarTunnel allowed = north.accept(Map.of("region", "eu"))) {
        client.shutdownOutput();
        assertThat(allowed.next()).isEqualTo(OPEN);
        assertThat(allowed.next()).isEqualTo("end");
        allowed.send(FarFrames.accept(), FarFrames.end());
        assertThat(west.end().peer()).contains("north");
        // Now the labels of both are known: east is denied without being dialed or asked.
        try (Socket next = west.connect()) {
          send(next, "again");
          assertThat(allowed.next()).isEqualTo(OPEN);
          assertThat(allowed.next()).isEqualTo("data again");
        }
        assertThat(denied.waiting()).isEmpty();
      }
      assertThat(west.events.established).hasSize(2);
    }
  }

  @Test
  void resetsTheClientWhenTheLabelsOfTheOnlySourceAreDenied() throws IOException {
    try (FarGateway east = west.peer("east")) {
      west.put(
          PolicySet.empty()
              .with(
                  Tier.REGULAR,
                  GatewayUnderTest.ECHO,
                  GatewayUnderTest.allow(
                      Map.of(), Map.of(Attributes.PEER_LABELS + "region", "eu"))));
      west.importFrom("east");
      try (Socket client = west.connect();
          FarTunnel tunnel = east.accept(Map.of("region", "us"))) {
        GatewayUnderTest.assertReset(client);
        assertThat(west.end().reason()).isEqualTo(EndReason.DENIED);
        assertThat(west.end().detail()).isEqualTo("east: no policy matched");
        assertThat(tunnel.waiting()).isEmpty();
      }
    }
  }

  @Test
  void decidesAgainWhenPoliciesChangeDuringTheDial() throws IOException {
    try (FarGateway east = west.peer("east")) {
      west.importFrom("east");
      try (Socket client = west.connect();
          var connection = east.acceptConnection()) {
        west.put(PolicySet.empty());
        var tunnel = new FarTunnel(connection);
        tunnel.send(FarFrames.hello());
        GatewayUnderTest.assertReset(client);
        assertThat(west.end().reason()).isEqualTo(EndReason.DENIED);
        assertThat(tunnel.next()).startsWith("hello");
        assertThat(tunnel.waiting()).isEmpty();
      }
    }
  }

  @Test
  void carriesASessionThoughItsPeerChangesDuringTheDial() throws IOException {
    try (FarGateway east = west.peer("east")) {
      west.importFrom("east");
      try (Socket client = west.connect();
          var connection = east.acceptConnection()) {
        west.put("east", east.address());
        var tunnel = new FarTunnel(connection);
        tunnel.send(FarFrames.hello());
        assertThat(tunnel.next()).startsWith("hello");
        assertThat(tunnel.next()).isEqualTo(OPEN);
        client.shutdownOutput();
        tunnel.send(FarFrames.accept(), FarFrames.end());
        // The news of the peer may reach the event loop before the tunnel is there or after.
        assertThat(tunnel.rest()).hasSize(2).contains("end").containsAnyOf(GOODBYES);
        assertThat(west.end().reason()).isEqualTo(EndReason.COMPLETED);
      }
    }
  }

  @Test
  void opensNothingAtAPeerThatIsRemovedDuringTheDial() throws IOException {
    try (FarGateway east = west.peer("east")) {
      west.importFrom("east");
      try (Socket client = west.connect();
          var connection = east.acceptConnection()) {
        west.removePeer("east");
        var tunnel = new FarTunnel(connection);
        tunnel.send(FarFrames.hello());
        GatewayUnderTest.assertReset(client);
        assertThat(west.end().reason()).isEqualTo(EndReason.UNKNOWN_PEER);
        assertThat(tunnel.rest()).hasSize(2).containsAnyOf(GOODBYES);
      }
    }
  }

  @Test
  void finishesASessionThatWasDialingWhenTheGatewayBeganToDrain() throws Exception {
    try (FarGateway east = west.peer("east")) {
      west.importFrom("east");
      try (Socket client = west.connect();
          var connection = east.acceptConnection()) {
        var drained =
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return west.dataplane.drain(Duration.ofSeconds(20));
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                },
                Thread::startVirtualThread);
        await().until(west::importIsClosed);
        var tunnel = new FarTunnel(connection);
        tunnel.send(FarFrames.hello());
        send(client, "last");
        client.shutdownOutput();
        tunnel.send(FarFrames.accept(), FarFrames.data("goodbye"), FarFrames.end());
        assertThat(client.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("goodbye");
        assertThat(tunnel.rest()).endsWith("end", "goodbye draining");
        assertThat(drained.join()).isZero();
      }
    }
  }

  private static void send(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(UTF_8));
  }
}
