package net.clusterlink.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import net.clusterlink.systemtests.TaggedTalk.Ending;
import net.clusterlink.systemtests.TaggedTalk.Heard;
import net.clusterlink.systemtests.TaggedTalk.Plan;
import net.clusterlink.systemtests.stage.Client;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.Metrics;
import net.clusterlink.systemtests.stage.TcpService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * 500 sessions one after another over the same few tunnels, with clients and services that end,
 * reset, stall or vanish at random points: no session ever hears a byte of another.
 */
@Tag("external")
@Timeout(120)
class TunnelReuseIT {
  private static final int SESSIONS = 500;
  private static final int MAX_RECORDS = 4_000;

  @RegisterExtension
  static final Link LINK =
      new Link(east -> east.with("--threads", "2"), west -> west.with("--threads", "2"));

  private static final TcpService<Heard> TALKER = TcpService.start(TaggedTalk::serve);
  private static InetSocketAddress talker;

  @BeforeAll
  static void start() {
    talker = LINK.offer("talker", TALKER);
    LINK.allowAll();
    LINK.start();
  }

  @AfterAll
  static void stop() {
    TALKER.close();
  }

  @Test
  void sessionsOverReusedTunnelsNeverMix() throws IOException {
    long seed = System.nanoTime();
    System.out.println("TunnelReuseIT: seed " + seed);
    Random random = new Random(seed);
    Map<Ending, Integer> endings = new EnumMap<>(Ending.class);
    for (int id = 1; id <= SESSIONS; id++) {
      Plan plan = Plan.random(id, MAX_RECORDS, random);
      endings.merge(plan.ending(), 1, Integer::sum);
      converse(plan, seed);
    }
    int orderly = count(endings, Ending::isOrderly);
    int reset = count(endings, Ending::isReset);
    Awaitility.await("all sessions told")
        .untilAsserted(() -> {
          assertOutcomes(LINK.west().metrics(), "client", orderly, reset);
          assertOutcomes(LINK.east().metrics(), "service", orderly, reset);
        });
    assertThat(LINK.west().metrics().sum("clusterlink_tunnels_established_total"))
        .as("tunnels for %s sessions, %s of them orderly; seed %s", SESSIONS, orderly, seed)
        .isBetween(1L, SESSIONS - orderly + 4L);
  }

  private static int count(Map<Ending, Integer> endings, Predicate<Ending> wanted) {
    return endings.entrySet().stream()
        .filter(each -> wanted.test(each.getKey()))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private static void converse(Plan plan, long seed) throws IOException {
    Heard heard;
    try (Socket client = Client.connect(talker)) {
      heard = TaggedTalk.ask(client, plan);
    }
    assertThat(heard.verdict(plan)).as("client, seed %s, %s: %s", seed, plan, heard).isTrue();
    Heard atService = TALKER.next();
    assertThat(atService.verdict(plan))
        .as("service, seed %s, %s: %s", seed, plan, atService)
        .isTrue();
  }

  private static void assertOutcomes(Metrics metrics, String side, int orderly, int reset) {
    String ended = "clusterlink_sessions_ended_total";
    long completed = metrics.sum(ended, "side", side, "outcome", "completed");
    long aborted = metrics.sum(ended, "side", side, "outcome", "aborted");
    assertThat(metrics.sum("clusterlink_sessions_opened_total", "side", side)).isEqualTo(SESSIONS);
    assertThat(completed + aborted).isEqualTo(SESSIONS);
    assertThat(completed).isGreaterThanOrEqualTo(orderly);
    assertThat(aborted).isGreaterThanOrEqualTo(reset);
    assertThat(metrics.sum("clusterlink_sessions_live")).isZero();
  }
}
