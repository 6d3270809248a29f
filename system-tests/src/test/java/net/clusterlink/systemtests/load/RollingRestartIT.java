package net.clusterlink.systemtests.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import net.clusterlink.systemtests.stage.Client;
import net.clusterlink.systemtests.stage.Exchange;
import net.clusterlink.systemtests.stage.GatewayProcess;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.Loopback;
import net.clusterlink.systemtests.stage.Manifests;
import net.clusterlink.systemtests.stage.Payload;
import net.clusterlink.systemtests.stage.Received;
import net.clusterlink.systemtests.stage.Scripts;
import net.clusterlink.systemtests.stage.TcpService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The two gateways of a peer are restarted one after the other, as for an upgrade, and no client
 * notices: neither those that come all the time nor those that are in the middle of a transfer.
 */
@Timeout(180)
@Tag("external") // takes minutes
class RollingRestartIT {
  private static final int ROUNDS = 2;
  private static final int PER_SECOND = 50;
  private static final int TRANSFERS = 4;
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(45);

  /** A transfer takes a few seconds, which is less than a gateway waits for it. */
  private static final int TRANSFER = 500_000;

  private static final int PART = 16_000;
  private static final Duration BETWEEN_PARTS = Duration.ofMillis(100);

  @RegisterExtension static final Link LINK = new Link();

  private static final TcpService<Long> ECHO = TcpService.start(Scripts.echo());
  private static final List<String> LISTEN = List.of(freeAddress(), freeAddress());
  private static final List<GatewayProcess> EAST = new ArrayList<>();

  private static InetSocketAddress echo;

  private static String freeAddress() {
    InetAddress address = Loopback.fresh();
    return Loopback.text(new InetSocketAddress(address, Loopback.freePort(address)));
  }

  @BeforeAll
  static void start() {
    echo = LINK.offer("echo", ECHO);
    LINK.allowAll();
    for (String listen : LISTEN) {
      EAST.add(startEast(listen));
    }
    LINK.westConfig()
        .put(
            "east-peer.yaml",
            Manifests.peer(
                Link.EAST,
                EAST.stream().map(GatewayProcess::address).toArray(InetSocketAddress[]::new)));
    LINK.startWest();
  }

  @AfterAll
  static void stop() {
    EAST.forEach(GatewayProcess::close);
    ECHO.close();
  }

  private static GatewayProcess startEast(String listen) {
    return GatewayProcess.start(
        LINK.options(Link.EAST, LINK.eastConfig()).with("--listen", listen));
  }

  @Test
  void noRequestIsLost(TestReporter reporter) throws InterruptedException, ExecutionException {
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<OpenLoop.Outcome> requests =
          clients.submit(() ->
              OpenLoop.run(
                  PER_SECOND,
                  _ -> !over.get(),
                  number -> Exchange.echoed(echo, new Payload(number, 1_000))));
      List<Future<Integer>> transfers = new ArrayList<>();
      for (int seed = 0; seed < TRANSFERS; seed++) {
        int first = seed * 1_000;
        transfers.add(clients.submit(() -> transferUntil(over, first)));
      }
      try {
        restartAll();
      } finally {
        over.set(true);
      }
      OpenLoop.Outcome outcome = requests.get();
      reporter.publishEntry("requests", outcome.toString());
      assertThat(outcome.failures()).as(outcome.toString()).isZero();
      for (Future<Integer> transfer : transfers) {
        assertThat(transfer.get()).isPositive();
      }
    }
  }

  private static void restartAll() {
    for (int round = 0; round < ROUNDS; round++) {
      for (int gateway = 0; gateway < LISTEN.size(); gateway++) {
        restart(gateway);
      }
    }
  }

  private static void restart(int number) {
    GatewayProcess old = EAST.get(number);
    old.terminate();
    assertThat(old.awaitExit(ENDS_WITHIN)).isZero();
    old.close();
    EAST.set(number, startEast(LISTEN.get(number)));
  }

  /** Transfers slowly, one after the other; returns how many. */
  private static int transferUntil(AtomicBoolean over, int firstSeed) throws IOException {
    int done = 0;
    while (!over.get()) {
      Payload payload = new Payload(firstSeed + done, TRANSFER);
      try (Socket client = Client.connect(echo)) {
        Received received =
            Exchange.both(
                client,
                socket -> {
                  payload.writeTo(socket.getOutputStream(), RollingRestartIT::nextPart);
                  socket.shutdownOutput();
                });
        if (!received.isWhole(payload)) {
          throw new IOException("sent " + payload + ", received " + received);
        }
      }
      done++;
    }
    return done;
  }

  /** The size of the next part of a transfer, when it is time for it. */
  private static int nextPart() {
    LockSupport.parkNanos(BETWEEN_PARTS.toNanos());
    return PART;
  }
}
