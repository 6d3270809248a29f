package net.clusterlink.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import net.clusterlink.systemtests.stage.GatewayProcess;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.Loopback;
import net.clusterlink.systemtests.stage.Manifests;
import net.clusterlink.systemtests.stage.Requests;
import net.clusterlink.systemtests.stage.TcpService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A peer with two gateways goes on serving when one of them dies or stands still. */
@Tag("external")
@Timeout(90)
class GatewayFailoverIT {
  /** After so long no new session may suffer from a gateway that is gone. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final int CLIENTS = 4;

  @RegisterExtension static final Link LINK = new Link();

  private static final List<String> SEEN = new CopyOnWriteArrayList<>();
  private static final TcpService<String> SERVICE =
      TcpService.start(socket -> {
        String request = Requests.answering("service").talk(socket);
        SEEN.add(request);
        return request;
      });

  private static final List<GatewayProcess> EAST = new ArrayList<>();
  private static InetSocketAddress imported;

  @BeforeAll
  static void start() {
    imported = LINK.offer("service", SERVICE);
    LINK.allowAll();
    EAST.add(GatewayProcess.start(LINK.options(Link.EAST, LINK.eastConfig())));
    EAST.add(GatewayProcess.start(LINK.options(Link.EAST, LINK.eastConfig())));
    LINK.westConfig()
        .put(
            "east-peer.yaml",
            Manifests.peer(Link.EAST, EAST.get(0).address(), EAST.get(1).address()));
    LINK.startWest();
    awaitReachable(2);
  }

  @AfterAll
  static void stop() {
    EAST.forEach(GatewayProcess::close);
    SERVICE.close();
  }

  private static void awaitReachable(int gateways) {
    Awaitility.await(gateways + " gateways reachable")
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .until(() ->
            LINK.west().metrics().sum("clusterlink_peer_gateways", "state", "reachable")
                == gateways);
  }

  private static long opened(GatewayProcess gateway) {
    return gateway.metrics().sum("clusterlink_sessions_opened_total");
  }

  @Test
  void bothGatewaysAreUsed() {
    assertBothAreUsed();
  }

  /** Half of the sessions each, about, as each event loop counts its own turns. */
  private static void assertBothAreUsed() {
    Awaitility.await("both used")
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> {
          long one = opened(EAST.get(0));
          long two = opened(EAST.get(1));
          assertThat(Requests.some(imported, 40)).allMatch(Requests.Outcome::isWell);
          assertThat(opened(EAST.get(0)) - one).isBetween(15L, 25L);
          assertThat(opened(EAST.get(1)) - two).isBetween(15L, 25L);
        });
  }

  @Test
  void requestsBegunTwoSecondsAfterAGatewayWasKilledAllSucceed() {
    for (int killed = 0; killed < 2; killed++) {
      long killedNs;
      List<Requests.Outcome> outcomes;
      try (Requests stream = Requests.start(imported, CLIENTS)) {
        Awaitility.await("a stream of requests").until(() -> stream.outcomes().size() > 100);
        EAST.get(killed).kill();
        killedNs = System.nanoTime();
        long end = killedNs + GRACE.plusSeconds(2).toNanos();
        Awaitility.await("some seconds of requests").until(() -> System.nanoTime() - end > 0);
        outcomes = stream.end();
      }
      List<Requests.Outcome> late =
          outcomes.stream().filter(each -> each.begunNs() - killedNs > GRACE.toNanos()).toList();
      assertThat(late).hasSizeGreaterThan(100).allMatch(Requests.Outcome::isWell);
      List<Requests.Outcome> broken = outcomes.stream().filter(each -> !each.isWell()).toList();
      System.out.printf(
          "gateway %d killed: %d requests, %d begun 2 s later, %d broken: %s%n",
          killed, outcomes.size(), late.size(), broken.size(), broken);
      assertThat(broken).as("in flight when it died").hasSizeLessThanOrEqualTo(2 * CLIENTS);
      restart(killed);
      awaitReachable(2);
    }
    assertThat(SEEN).doesNotHaveDuplicates();
  }

  /** Where it was, as west knows it. */
  private static void restart(int gateway) {
    String address = Loopback.text(EAST.get(gateway).address());
    EAST.get(gateway).close();
    EAST.set(
        gateway,
        GatewayProcess.start(LINK.options(Link.EAST, LINK.eastConfig()).with("--listen", address)));
  }

  @Test
  void sessionsBegunTwoSecondsAfterAGatewayStoodStillSucceedElsewhere() {
    assertThat(Requests.some(imported, 10)).allMatch(Requests.Outcome::isWell);
    GatewayProcess still = EAST.get(0);
    long before = opened(EAST.get(1));
    int mark = LINK.west().log().mark();
    still.suspend();
    try {
      long laterNs = System.nanoTime() + GRACE.toNanos();
      Awaitility.await("two seconds").until(() -> System.nanoTime() - laterNs > 0);
      long beganNs = System.nanoTime();
      assertThat(Requests.some(imported, 100)).allMatch(Requests.Outcome::isWell);
      assertThat(Duration.ofNanos(System.nanoTime() - beganNs)).isLessThan(Duration.ofSeconds(10));
      assertThat(opened(EAST.get(1)) - before).isEqualTo(100);
      LINK.west().log().await(mark, "gateway suspect", "peer=east", "no sign of life");
    } finally {
      still.resume();
    }
    awaitReachable(2);
    assertBothAreUsed();
  }
}
