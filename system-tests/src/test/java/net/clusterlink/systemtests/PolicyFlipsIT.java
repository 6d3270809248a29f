package net.clusterlink.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Policies change thousands of times while sessions are opened: at the end no session is left that
 * the last policies deny, however the two crossed.
 */
@Tag("external")
@Timeout(120)
class PolicyFlipsIT {
  private static final int FLIPS = 10_000;
  private static final int FLIPS_A_CONNECT = 10;

  /** Policy files of a side, flipped in turn: a file is quiet while the others are. */
  private static final int FILES = 20;

  /** What is flipped at a stretch is in force together, after a pause. */
  private static final int FLIPS_A_STRETCH = 40;

  private static final Duration PAUSE = Duration.ofMillis(40);
  private static final int LEAST_IN_FORCE_A_SIDE = 100;

  /** Of the files that are put, one in so many denies a client. */
  private static final int DENYING = 40;

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
    LINK.allowAll();
    LINK.start();
  }

  @AfterAll
  static void stop() {
    ECHO.close();
  }

  @Test
  void noSessionIsLeftThatTheLastPoliciesDeny(TestReporter reporter) throws Exception {
    Random random = new Random(1);
    long eastBefore = generation(LINK.east());
    long westBefore = generation(LINK.west());
    Queue<Opened> opened = new ConcurrentLinkedQueue<>();
    List<Future<?>> connects = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int flip = 0; flip < FLIPS; flip++) {
        deny(
            random.nextBoolean() ? LINK.eastConfig() : LINK.westConfig(),
            random.nextInt(FILES),
            some(random));
        if (flip % FLIPS_A_CONNECT == 0) {
          InetAddress client = random.nextBoolean() ? WEB_ADDRESS : BATCH_ADDRESS;
          connects.add(threads.submit(() -> open(client, opened)));
        }
        if (flip % FLIPS_A_STRETCH == 0) {
          LockSupport.parkNanos(PAUSE.toNanos());
        }
      }
      // In the end one side lets everybody pass, the other web alone.
      boolean eastDecides = random.nextBoolean();
      for (int file = 0; file < FILES; file++) {
        deny(LINK.eastConfig(), file, eastDecides ? List.of(BATCH) : List.of());
        deny(LINK.westConfig(), file, eastDecides ? List.of() : List.of(BATCH));
      }
      for (Future<?> connect : connects) {
        connect.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
    List<Opened> batch =
        opened.stream().filter(session -> session.client().equals(BATCH_ADDRESS)).toList();
    Awaitility.await("no session of batch is left")
        .atMost(LIMIT)
        .until(() -> batch.stream().noneMatch(Opened::isLive));
    long left = opened.stream().filter(Opened::isLive).count();
    Awaitility.await("the gateways know of no other session either")
        .until(() -> live(LINK.east()) == left && live(LINK.west()) == left);
    long east = generation(LINK.east()) - eastBefore;
    long west = generation(LINK.west()) - westBefore;
    reporter.publishEntry(
        "flips",
        "%d changes in force, %d of %d connects opened a session, %d of them are left"
            .formatted(east + west, opened.size(), connects.size(), left));
    assertThat(List.of(east, west))
        .as("changes in force on each side")
        .allMatch(count -> count >= LEAST_IN_FORCE_A_SIDE);
    assertThat(opened)
        .as("sessions were opened in between")
        .hasSizeGreaterThan(connects.size() / 50);
    for (Opened session : opened) {
      session.close();
    }
  }

  /** Whom a file denies: mostly nobody. */
  private static List<String> some(Random random) {
    return Stream.of(WEB, BATCH).filter(_ -> random.nextInt(DENYING) == 0).toList();
  }

  /** A refusal may break the connection before it is known to be one. */
  private static void open(InetAddress client, Queue<Opened> opened) {
    EchoSession connection;
    try {
      connection = new EchoSession(client, echo);
    } catch (ConnectException nobodyListens) {
      throw new UncheckedIOException("cannot connect to the import", nobodyListens);
    } catch (IOException refusedAtOnce) {
      return;
    }
    Opened session = new Opened(client, connection);
    if (session.isLive()) {
      opened.add(session);
    } else {
      session.close();
    }
  }

  private static void deny(ConfigDirectory config, int file, List<String> clients) {
    Stream<String> policies =
        clients.stream()
            .map(client ->
                Manifests.policy(
                    "deny-%s-%d".formatted(client, file),
                    "deny",
                    "{client.clusterlink.net/labels.app: %s}".formatted(client),
                    "{}"));
    config.put(
        "policies-%d.yaml".formatted(file),
        Stream.concat(Stream.of("# whom this denies\n"), policies).toArray(String[]::new));
  }

  private static long live(GatewayProcess gateway) {
    return gateway.metrics().sum("clusterlink_sessions_live");
  }

  private static long generation(GatewayProcess gateway) {
    return gateway.metrics().sum("clusterlink_snapshot_generation");
  }
}
