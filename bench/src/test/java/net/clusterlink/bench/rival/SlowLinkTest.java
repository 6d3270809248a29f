package net.clusterlink.bench.rival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import net.clusterlink.bench.load.Echo;
import net.clusterlink.bench.process.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class SlowLinkTest {
  private static final Duration ROUND_TRIP = Duration.ofMillis(30);

  @Test
  void takesARoundTripToConnectAndOneToAnswer() throws IOException {
    try (Echo echo = Echo.start();
        SlowLink link = SlowLink.to(echo.port(), ROUND_TRIP)) {
      long start = System.nanoTime();
      try (Socket client = connect(link)) {
        Echo.ask(client);
        long answeredNs = System.nanoTime();
        Echo.ask(client);

        assertThat(Duration.ofNanos(answeredNs - start))
            .isGreaterThanOrEqualTo(ROUND_TRIP.multipliedBy(2));
        assertThat(Duration.ofNanos(System.nanoTime() - answeredNs))
            .isGreaterThanOrEqualTo(ROUND_TRIP);
      }
    }
  }

  @Test
  void servesOthersAfterAConnectionThatIsRefused() throws IOException {
    try (ServerSocket target = new ServerSocket()) {
      int port = Ports.free();
      try (SlowLink link = SlowLink.to(port, ROUND_TRIP)) {
        try (Socket refused = connect(link)) {
          assertThat(hasEnded(refused)).isTrue();
        }
        target.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        try (Socket client = connect(link);
            Socket served = target.accept()) {
          client.getOutputStream().write(7);
          assertThat(served.getInputStream().read()).isEqualTo(7);
        }
      }
    }
  }

  @Test
  void forgetsAConnectionThatHasEndedInBothDirections() throws IOException {
    try (Echo echo = Echo.start();
        SlowLink link = SlowLink.to(echo.port(), ROUND_TRIP)) {
      try (Socket client = connect(link)) {
        Echo.ask(client);
        assertThat(link.connections()).isOne();
      }

      await().until(() -> link.connections() == 0);
    }
  }

  private static Socket connect(SlowLink link) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), link.port());
  }

  private static boolean hasEnded(Socket connection) throws IOException {
    try {
      return connection.getInputStream().read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }
}
