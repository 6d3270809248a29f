package net.clusterlink.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import net.clusterlink.systemtests.stage.ConfigDirectory;
import net.clusterlink.systemtests.stage.EchoSession;
import net.clusterlink.systemtests.stage.GatewayProcess;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.Loopback;
import net.clusterlink.systemtests.stage.Manifests;
import net.clusterlink.systemtests.stage.Scripts;
import net.clusterlink.systemtests.stage.TcpService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Policies change thousands of times while sessions are opened: at the end no session is left that
 * the last policies deny, however the two crossed.
 */
@Timeout(120)
class PolicyFlipsIT {
  private static final int FLIPS = 10_000;
  private static final int FLIPS_A_CONNECT = 10;
  private static final Duration BETWEEN_FLIPS = Duration.ofMillis(1);

  /** The last change in force, and every session ended that it ends; with some slack. */
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private static final String WEB = "web";
  private static final String BATCH = "batch";
  private static final InetAddress WEB_ADDRESS = Loopback.fresh();
  private static final InetAddress BATCH_ADDRESS = Loopback.fresh();

  private static final TcpService<Long> ECHO = TcpService.start(Scripts.echo());

  @RegisterExtension static final Link LINK = new Link();

  private static InetSocketAddress echo;

  /** A session that was open once, and whose it was. */
  private record Opened(InetAddress client, EchoSession session) {
    boolean isLive() {
      try {
        return session.answers();
      } catch (IOException ended) {
        return false;
      }
    }

    void close() {
      try {
        session.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @BeforeAll
  static void start() {
    LINK.westConfig()
        .put(
            "clients.yaml",
            Manifests.workload(WEB, WEB_ADDRESS),
            Manifests.workload(BATCH, BATCH_ADDRESS));
    echo = LINK.offer("echo", ECHO);
    allow(LINK.eastConfig(), List.of(WEB));
    allow(LINK.westConfig(), List.of(WEB));
    LINK.start();
  }

  @AfterAll
  static void stop() {
    ECHO.close();
  }

  @Test
  void noSessionIsLeftThatTheLastPoliciesDeny(TestReporter reporter) throws InterruptedException {
    Random random = new Random(1);
    long before = generations();
    Queue<Opened> opened = new ConcurrentLinkedQueue<>();
    List<Thread> connects = new ArrayList<>();
    for (int flip = 0; flip < FLIPS; flip++) {
      allow(random.nextBoolean() ? LINK.eastConfig() : LINK.westConfig(), some(random));
      if (flip % FLIPS_A_CONNECT == 0) {
        InetAddress client = random.nextBoolean() ? WEB_ADDRESS : BATCH_ADDRESS;
        connects.add(Thread.ofVirtual().name("connect").start(() -> open(client, opened)));
      }
      LockSupport.parkNanos(BETWEEN_FLIPS.toNanos());
    }
    // In the end one side lets everybody pass, the other web alone.
    boolean eastDecides = random.nextBoolean();
    allow(LINK.eastConfig(), eastDecides ? List.of(WEB) : List.of(WEB, BATCH));
    allow(LINK.westConfig(), eastDecides ? List.of(WEB, BATCH) : List.of(WEB));
    for (Thread connect : connects) {
      assertThat(connect.join(LIMIT)).as("a connect is answered").isTrue();
    }
    List<Opened> batch =
        opened.stream().filter(session -> session.client().equals(BATCH_ADDRESS)).toList();
    Awaitility.await("no session of batch is left")
        .atMost(LIMIT)
        .until(() -> batch.stream().noneMatch(Opened::isLive));
    long left = opened.stream().filter(Opened::isLive).count();
    Awaitility.await("the gateways know of no other session either")
        .until(() -> live(LINK.east()) == left && live(LINK.west()) == left);
    reporter.publishEntry(
        "flips",
        "%d changes in force, %d of %d connects opened a session, %d of them are left"
            .formatted(generations() - before, opened.size(), connects.size(), left));
    assertThat(opened)
        .as("sessions were opened in between")
        .hasSizeGreaterThan(connects.size() / 50);
    for (Opened session : opened) {
      session.close();
    }
  }

  /** Whom a policy may let pass: both, one, or nobody. */
  private static List<String> some(Random random) {
    return Stream.of(WEB, BATCH).filter(_ -> random.nextBoolean()).toList();
  }

  private static void open(InetAddress client, Queue<Opened> opened) {
    try {
      Opened session = new Opened(client, new EchoSession(client, echo));
      if (session.isLive()) {
        opened.add(session);
      } else {
        session.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot connect to the import", e);
    }
  }

  private static void allow(ConfigDirectory config, List<String> clients) {
    config.put(
        "policies.yaml",
        clients.stream()
            .map(client ->
                Manifests.policy(
                    "allow-" + client,
                    "allow",
                    "{client.clusterlink.net/labels.app: %s}".formatted(client),
                    "{}"))
            .toArray(String[]::new));
  }

  private static long live(GatewayProcess gateway) {
    return gateway.metrics().sum("clusterlink_sessions_live");
  }

  private static long generations() {
    return LINK.east().metrics().sum("clusterlink_snapshot_generation")
        + LINK.west().metrics().sum("clusterlink_snapshot_generation");
  }
}
