package net.clusterlink.dataplane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.clusterlink.api.AccessRule;
import net.clusterlink.api.ResourceName;
import net.clusterlink.dataplane.protocol.AbortCode;
import net.clusterlink.policy.Attributes;
import net.clusterlink.policy.PolicySet;
import net.clusterlink.policy.Tier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a gateway answers to another gateway's opens, which the test writes frame by frame. */
@Tag("external")
@Timeout(60)
class IngressIT {
  private static final Map<String, String> SHOP = Map.of(Attributes.CLIENT_NAMESPACE, "shop");

  private final ServerSocket service = listen();
  private final GatewayUnderTest west = open(Timeouts.DEFAULT, Limits.DEFAULT);

  private static ServerSocket listen() {
    try {
      var listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      listener.setSoTimeout(20_000);
      return listener;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private GatewayUnderTest open(Timeouts timeouts, Limits limits) {
    try {
      var gateway = new GatewayUnderTest(timeouts, limits);
      gateway.export(service.getLocalPort());
      return gateway;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void close() throws IOException {
    west.close();
    service.close();
  }

  // ---- carrying ----

  @Test
  void passesEarlyDataAndEndToTheService() throws IOException {
    try (FarTunnel east = west.dialedByEast(Map.of())) {
      east.send(
          FarFrames.open(1), FarFrames.data("all "), FarFrames.data("I have"), FarFrames.end());
      try (Socket taken = accept()) {
        assertThat(taken.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("all I have");
        taken.getOutputStream().write("thanks".getBytes(UTF_8));
      }
      assertThat(east.next()).isEqualTo("accept");
      assertThat(east.next()).isEqualTo("data thanks");
      assertThat(east.next()).isEqualTo("end");
      assertThat(west.end())
          .extracting(SessionEnd::reason, SessionEnd::bytesToService, SessionEnd::bytesToClient)
          .containsExactly(EndReason.COMPLETED, 10L, 6L);
      assertThat(west.end().id()).isEqualTo("00000000000000000000000000000001");
    }
  }

  @Test
  void resetsTheServiceWhenTheFarSideAborts() throws IOException {
    try (FarTunnel east = west.dialedByEast(Map.of())) {
      east.send(FarFrames.open(1));
      try (Socket taken = accept()) {
        assertThat(east.next()).isEqualTo("accept");
        east.send(FarFrames.data("half"), FarFrames.abort(AbortCode.RESET));
        GatewayUnderTest.assertReset(taken);
      }
      assertThat(west.end().reason()).isEqualTo(EndReason.PEER_ABORTED);
    }
  }

  @Test
  void resetsTheServiceWhenTheTunnelIsClosedWithoutAnEnd() throws IOException {
    FarTunnel east = west.dialedByEast(Map.of());
    east.send(FarFrames.open(1));
    try (Socket taken = accept()) {
      assertThat(east.next()).isEqualTo("accept");
      // With a close alert and all: only an end ends a direction.
      east.close();
      GatewayUnderTest.assertReset(taken);
    }
    assertThat(west.end().reason()).isEqualTo(EndReason.TUNNEL_LOST);
  }

  @Test
  void resetsTheServiceWhenTheFarSideBreaksTheProtocol() throws IOException {
    try (FarTunnel east = west.dialedByEast(Map.of())) {
      east.send(FarFrames.open(1));
      try (Socket taken = accept()) {
        assertThat(east.next()).isEqualTo("accept");
        east.send(FarFrames.end(), FarFrames.data("after my end"));
        GatewayUnderTest.assertReset(taken);
      }
      assertThat(east.rest()).containsExactly("goodbye protocol");
      assertThat(west.end().reason()).isEqualTo(EndReason.PROTOCOL);
    }
  }

  @Test
  void resetsTheServiceWhenTheFarSideFallsSilent() throws IOException {
    try (GatewayUnderTest hasty = open(GatewayUnderTest.SHORT, Limits.DEFAULT);
        FarTunnel east = hasty.dialedByEast(Map.of())) {
      east.send(FarFrames.open(1));
      try (Socket taken = accept()) {
        GatewayUnderTest.assertReset(taken);
      }
      assertThat(hasty.end().reason()).isEqualTo(EndReason.TUNNEL_LOST);
      assertThat(hasty.end().detail()).isEqualTo("nothing heard for 3 s");
    }
  }

  @Test
  void abortsWhenTheServiceBreaks() throws IOException {
    try (FarTunnel east = west.dialedByEast(Map.of())) {
      east.send(FarFrames.open(1));
      try (Socket taken = accept()) {
        assertThat(east.next()).isEqualTo("accept");
        taken.setSoLinger(true, 0);
      }
      assertThat(east.rest()).containsExactly("abort reset");
      assertThat(west.end().reason()).isEqualTo(EndReason.SERVICE_RESET);
    }
  }

  @Test
  void carriesTheNextSessionOnTheSameTunnelWhenOneWasRefused() throws IOException {
    try (FarTunnel east = west.dialedByEast(Map.of())) {
      east.send(
          FarFrames.open(1, new ResourceName("default", "nothing"), Map.of()),
          FarFrames.data("passed over"),
          FarFrames.open(2),
          FarFrames.data("this one"),
          FarFrames.end());
      assertThat(east.next()).isEqualTo("refuse not-found-or-denied");
      try (Socket taken = accept()) {
        assertThat(taken.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("this one");
      }
      assertThat(east.next()).isEqualTo("accept");
    }
  }

  // ---- who it is ----

  @Test
  void takesFromAnOpenWhatIsTheClientsAndNothingElse() throws IOException {
    allow(Map.of(Attributes.PEER_NAME, "east", Attributes.CLIENT_NAMESPACE, "shop"));
    try (FarTunnel east = west.dialedByEast(Map.of())) {
      east.send(
          FarFrames.open(
              1,
              GatewayUnderTest.ECHO,
              Map.of(
                  Attributes.CLIENT_NAMESPACE, "shop",
                  Attributes.PEER_NAME, "north",
                  Attributes.EXPORT_NAME, "other")));
      assertThat(east.next()).isEqualTo("accept");
    }
    assertThat(west.events.dropped)
        .containsExactly(Set.of(Attributes.PEER_NAME, Attributes.EXPORT_NAME));
    assertThat(west.end().attributes()).isEqualTo(SHOP);
    assertThat(west.end().peer()).contains("east");
  }

  @Test
  void isNotFooledByAPeerThatClaimsToBeAnother() throws IOException {
    allow(Map.of(Attributes.PEER_NAME, "north"));
    try (FarTunnel east = west.dialedByEast(Map.of())) {
      east.send(FarFrames.open(1, GatewayUnderTest.ECHO, Map.of(Attributes.PEER_NAME, "north")));
      assertThat(east.next()).isEqualTo("refuse not-found-or-denied");
      assertThat(west.end().reason()).isEqualTo(EndReason.DENIED);
    }
  }

  @Test
  void decidesByTheLabelsOfTheCallersOwnHello() throws IOException {
    allow(Map.of(Attributes.PEER_LABELS + "region", "eu"));
    try (FarTunnel eu = west.dialedByEast(Map.of("region", "eu"));
        FarTunnel us = west.dialedByEast(Map.of("region", "us"))) {
      us.send(FarFrames.open(1));
      assertThat(us.next()).isEqualTo("refuse not-found-or-denied");
      eu.send(FarFrames.open(2));
      assertThat(eu.next()).isEqualTo("accept");
    }
  }

  @Test
  void refusesAnUnknownClientWhereAPolicySelectsOnClients() throws IOException {
    west.put(
        PolicySet.empty()
            .with(Tier.REGULAR, GatewayUnderTest.ECHO, GatewayUnderTest.allow(Map.of(), Map.of()))
            .with(
                Tier.REGULAR,
                new ResourceName("default", "no-shop"),
                new AccessRule(
                    AccessRule.Action.DENY,
                    GatewayUnderTest.allow(SHOP, Map.of()).from(),
                    GatewayUnderTest.allow(SHOP, Map.of()).to())));
    try (FarTunnel east = west.dialedByEast(Map.of())) {
      east.send(FarFrames.open(1));
      assertThat(east.next()).isEqualTo("refuse not-found-or-denied");
      assertThat(west.end().detail()).startsWith("client unknown");
      east.send(
          FarFrames.open(2, GatewayUnderTest.ECHO, Map.of(Attributes.CLIENT_NAMESPACE, "office")));
      assertThat(east.next()).isEqualTo("accept");
    }
  }

  // ---- refusing ----

  @Test
  void doesNotTellAStrangerWhetherAnExportIsMissingOrDenied() throws IOException {
    west.put(PolicySet.empty());
    try (FarTunnel east = west.dialedByEast(Map.of())) {
      east.send(FarFrames.open(1));
      assertThat(east.next()).isEqualTo("refuse not-found-or-denied");
      east.send(FarFrames.open(2, new ResourceName("default", "nothing"), Map.of()));
      assertThat(east.next()).isEqualTo("refuse not-found-or-denied");
      await().until(() -> west.events.ends.size() == 2);
      assertThat(west.events.ends)
          .extracting(SessionEnd::reason)
          .containsExactly(EndReason.DENIED, EndReason.UNKNOWN_EXPORT);
    }
  }

  @Test
  void neverConnectsToItsOwnPort() throws IOException {
    west.export(west.dataplane.listenAddress().getPort());
    try (FarTunnel east = west.dialedByEast(Map.of())) {
      east.send(FarFrames.open(1));
      assertThat(east.next()).isEqualTo("refuse unreachable");
      assertThat(west.end().reason()).isEqualTo(EndReason.FORBIDDEN_TARGET);
    }
  }

  @Test
  void carriesNoMoreSessionsThanItMay() throws IOException {
    try (GatewayUnderTest small = open(Timeouts.DEFAULT, new Limits(1, 10, 10, 1));
        FarTunnel second = small.dialedByEast(Map.of())) {
      try (FarTunnel first = small.dialedByEast(Map.of())) {
        first.send(FarFrames.open(1));
        assertThat(first.next()).isEqualTo("accept");
        second.send(FarFrames.open(2), FarFrames.end());
        assertThat(second.next()).isEqualTo("refuse overloaded");
        assertThat(small.end().reason()).isEqualTo(EndReason.OVERLOADED);
      }
      await().until(() -> small.dataplane.sessions() == 0);
      second.send(FarFrames.open(3));
      assertThat(second.next()).isEqualTo("accept");
    }
  }

  @Test
  void refusesAnOpenOfACertificateThatHasExpiredMeanwhile() throws IOException {
    try (FarTunnel east = west.dialedByEast(Map.of())) {
      west.advance(Duration.ofDays(2));
      east.send(FarFrames.open(1));
      assertThat(new String[] {east.next(), east.next()})
          .containsExactlyInAnyOrder("refuse not-found-or-denied", "goodbye credentials");
      assertThat(west.end().reason()).isEqualTo(EndReason.CERTIFICATE_EXPIRED);
    }
  }

  @Test
  void refusesAMalformedOpen() throws IOException {
    try (FarTunnel east = west.dialedByEast(Map.of())) {
      east.send(FarFrames.hex("02000002 ffff"));
      assertThat(east.rest()).containsExactly("refuse protocol", "goodbye protocol");
    }
  }

  // ---- going away ----

  @Test
  void letsASessionEndAndRefusesTheNextWhenItDrains() throws IOException {
    try (FarTunnel busy = west.dialedByEast(Map.of());
        FarTunnel idle = west.dialedByEast(Map.of())) {
      busy.send(FarFrames.open(1));
      assertThat(busy.next()).isEqualTo("accept");
      CompletableFuture<Integer> drained = drain(west, Duration.ofSeconds(20));
      assertThat(idle.next()).isEqualTo("goodbye draining");
      idle.send(FarFrames.open(2));
      assertThat(idle.next()).isEqualTo("refuse draining");
      assertThat(busy.next()).isEqualTo("goodbye draining");
      try (Socket taken = accept()) {
        busy.send(FarFrames.data("last words"), FarFrames.end());
        assertThat(taken.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("last words");
      }
      assertThat(busy.next()).isEqualTo("end");
      assertThat(drained.join()).isZero();
    }
  }

  @Test
  void abortsWhatIsLeftWhenTheTimeToDrainIsOver() throws IOException {
    try (FarTunnel busy = west.dialedByEast(Map.of())) {
      busy.send(FarFrames.open(1));
      assertThat(busy.next()).isEqualTo("accept");
      try (Socket taken = accept()) {
        assertThat(drain(west, Duration.ofMillis(100)).join()).isEqualTo(1);
        GatewayUnderTest.assertReset(taken);
      }
      assertThat(busy.rest()).containsExactly("goodbye draining", "abort shutdown");
      assertThat(west.end().reason()).isEqualTo(EndReason.SHUTDOWN);
    }
  }

  private static CompletableFuture<Integer> drain(GatewayUnderTest gateway, Duration time) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return gateway.dataplane.drain(time);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        },
        Thread::startVirtualThread);
  }

  private void allow(Map<String, String> from) {
    west.put(
        PolicySet.empty()
            .with(Tier.REGULAR, GatewayUnderTest.ECHO, GatewayUnderTest.allow(from, Map.of())));
  }

  private Socket accept() throws IOException {
    Socket taken = service.accept();
    taken.setSoTimeout(20_000);
    return taken;
  }

  @Test
  @SuppressWarnings("try") // Closed by the test itself, as that is what it is about.
  void answersAnOpenThatCrossesItsGoodbyeBeforeItGoesAway() throws Exception {
    try (FarTunnel east = west.dialedByEast(Map.of())) {
      CompletableFuture<Integer> drained =
          CompletableFuture.supplyAsync(this::drain, Thread::startVirtualThread);
      assertThat(east.next()).isEqualTo("goodbye draining");
      east.send(FarFrames.open(1));
      assertThat(east.next()).isEqualTo("refuse draining");
      assertThat(drained).isNotDone();
      east.close();
      assertThat(drained.get(4, TimeUnit.SECONDS)).isZero();
    }
  }

  private int drain() {
    try {
      return west.dataplane.drain(Duration.ofSeconds(20));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
