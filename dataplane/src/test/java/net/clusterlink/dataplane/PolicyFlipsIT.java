package net.clusterlink.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every one of ten thousand changes of policy is in force for a moment, on either side, while a
 * thousand sessions are opened: however they cross, none is left that the last change denies.
 */
@Tag("external")
@Timeout(60)
class PolicyFlipsIT {
  private static final int ROUNDS = 100;

  /** Each round. */
  private static final int FLIPS = 100;

  /** Each round. */
  private static final int CONNECTS = 10;

  private static final long LONGEST_PAUSE_NS = 200_000;

  /** How long it may take is another test's matter: here the event loops may have much to do. */
  private static final Duration LIMIT = Duration.ofSeconds(15);

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void noSessionIsLeftThatTheLastChangeDenies(long seed) throws Exception {
    Random random = new Random(seed);
    Queue<Socket> opened = new ConcurrentLinkedQueue<>();
    List<Thread> connects = new ArrayList<>();
    try (var gateways = new TwoGateways(Transport.best())) {
      Thread.ofVirtual().name("service").start(() -> echoAll(gateways.service));
      for (int round = 0; round < ROUNDS; round++) {
        gateways.allowInEast(true);
        gateways.allowInWest(true);
        for (int i = 0; i < CONNECTS; i++) {
          connects.add(Thread.ofVirtual().start(() -> open(gateways, opened)));
        }
        int before = opened.size();
        // The first of them is open now, the others are anywhere on their way.
        await()
            .pollInterval(Duration.ofMillis(1))
            .atMost(LIMIT)
            .until(() -> opened.size() > before);
        for (int i = 0; i < FLIPS; i++) {
          flip(gateways, random);
          LockSupport.parkNanos(random.nextLong(LONGEST_PAUSE_NS));
        }
      }
      gateways.allowInEast(seed % 2 == 0);
      gateways.allowInWest(seed % 2 != 0);
      for (Thread connect : connects) {
        assertThat(connect.join(LIMIT)).as("every client is answered").isTrue();
      }
      await()
          .atMost(LIMIT)
          .until(() ->
              gateways.east.liveSessions().isEmpty() && gateways.west.liveSessions().isEmpty());
      for (Socket client : opened) {
        assertThat(isOver(client)).isTrue();
      }
    }
  }

  private static void flip(TwoGateways gateways, Random random) {
    boolean everybody = random.nextInt(4) > 0;
    if (random.nextBoolean()) {
      gateways.allowInEast(everybody);
    } else {
      gateways.allowInWest(everybody);
    }
  }

  private static void echoAll(ServerSocket service) {
    while (!service.isClosed()) {
      try {
        Socket socket = service.accept();
        Thread.ofVirtual().name("echo").start(() -> echo(socket));
      } catch (IOException e) {
        if (!service.isClosed()) {
          throw new AssertionError("the service failed", e);
        }
      }
    }
  }

  private static void echo(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException e) {
      // The session was revoked.
    }
  }

  /** Keeps a session that came about. */
  private static void open(TwoGateways gateways, Queue<Socket> opened) {
    try {
      Socket client = gateways.connect();
      client.getOutputStream().write('x');
      if (client.getInputStream().read() == 'x') {
        opened.add(client);
      } else {
        client.close();
      }
    } catch (IOException e) {
      // It was denied.
    }
  }

  private static boolean isOver(Socket client) throws IOException {
    try (client) {
      return client.getInputStream().read() < 0;
    } catch (IOException e) {
      return true;
    }
  }
}
