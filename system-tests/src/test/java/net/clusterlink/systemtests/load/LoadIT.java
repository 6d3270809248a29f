package net.clusterlink.systemtests.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.clusterlink.systemtests.stage.Crowd;
import net.clusterlink.systemtests.stage.Exchange;
import net.clusterlink.systemtests.stage.GatewayProcess;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.Loopback;
import net.clusterlink.systemtests.stage.Payload;
import net.clusterlink.systemtests.stage.Scripts;
import net.clusterlink.systemtests.stage.TcpService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Many sessions through two gateways of 256 MB each: none fails, and nothing of them is left. Apart
 * from the quick tests for the time it takes.
 */
@Tag("external")
@Timeout(300)
class LoadIT {
  private static final int PER_SECOND = 1_000;
  private static final Duration TIME = Duration.ofSeconds(60);
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final int HELD = 3_000;
  private static final Duration SETTLED = Duration.ofSeconds(30);
  private static final double TOLERANCE = 0.05;

  /** A client and a service of one address run out of ports; so there are several. */
  private static final int SERVICES = 4;

  @RegisterExtension static final Link LINK = new Link();

  private static final List<TcpService<Long>> ECHOES = new ArrayList<>();
  private static final List<InetSocketAddress> IMPORTS = new ArrayList<>();

  @BeforeAll
  static void start() {
    for (int i = 0; i < SERVICES; i++) {
      TcpService<Long> echo = TcpService.start(Loopback.fresh(), Scripts.echo());
      ECHOES.add(echo);
      IMPORTS.add(LINK.offer("echo-" + i, echo));
    }
    LINK.allowAll();
    LINK.start();
  }

  @AfterAll
  static void stop() {
    ECHOES.forEach(TcpService::close);
  }

  @Test
  void noSessionFailsAndNothingOfThemIsLeft(TestReporter reporter) {
    OpenLoop.run(PER_SECOND, WARM_UP, LoadIT::shortSession);
    hold();
    Footprint eastBefore = atRest(LINK.east());
    Footprint westBefore = atRest(LINK.west());

    OpenLoop.Outcome outcome = OpenLoop.run(PER_SECOND, TIME, LoadIT::shortSession);
    reporter.publishEntry("short sessions", outcome.toString());
    assertThat(outcome.failures()).as(outcome.toString()).isZero();
    assertThat(outcome.late())
        .as("the clients kept to their times")
        .isLessThan(Duration.ofSeconds(2));

    hold();
    reporter.publishEntry("east", eastBefore + " then " + awaitNoMoreThan(eastBefore, LINK.east()));
    reporter.publishEntry("west", westBefore + " then " + awaitNoMoreThan(westBefore, LINK.west()));
  }

  private static void shortSession(int number) throws IOException {
    Exchange.echoed(IMPORTS.get(number % SERVICES), new Payload(number, 300));
  }

  /** Opens all sessions, uses all of them while all are open, and ends them. */
  private static void hold() {
    try (Crowd crowd = Crowd.open(HELD, number -> IMPORTS.get(number % SERVICES))) {
      assertThat(live(LINK.east())).isEqualTo(HELD);
      assertThat(live(LINK.west())).isEqualTo(HELD);
      crowd.talk();
      crowd.end();
    }
  }

  private static long live(GatewayProcess gateway) {
    return gateway.metrics().sum("clusterlink_sessions_live");
  }

  /**
   * What a gateway holds when its last session is over and its free tunnels are as many as stay.
   */
  private static Footprint atRest(GatewayProcess gateway) {
    AtomicLong tunnels = new AtomicLong(-1);
    Awaitility.await("no session and a steady number of tunnels")
        .atMost(SETTLED)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () -> gateway.metrics().sum("clusterlink_tunnels_live"),
            now -> tunnels.getAndSet(now) == now && live(gateway) == 0);
    return Footprint.of(gateway);
  }

  private static Footprint awaitNoMoreThan(Footprint before, GatewayProcess gateway) {
    return Awaitility.await("no more than " + before)
        .atMost(SETTLED)
        .pollInterval(Duration.ofSeconds(2))
        .until(() -> atRest(gateway), now -> now.isNoMoreThan(before, TOLERANCE));
  }
}
