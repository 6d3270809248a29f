package net.clusterlink.dataplane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole sessions between two gateways over loopback, on every transport. */
@Timeout(60)
@SuppressWarnings("try") // closing at a chosen moment is what is tested
class SessionIT {
  @ParameterizedTest
  @EnumSource
  void carriesBytesBothWaysAndEndsCleanly(Transport transport) throws IOException {
    try (var gateways = new TwoGateways(transport);
        Socket client = gateways.connect();
        Socket service = gateways.acceptAtService()) {
      client.getOutputStream().write("question".getBytes(UTF_8));
      assertThat(service.getInputStream().readNBytes(8)).asString(UTF_8).isEqualTo("question");
      service.getOutputStream().write("answer".getBytes(UTF_8));
      assertThat(client.getInputStream().readNBytes(6)).asString(UTF_8).isEqualTo("answer");
      service.close();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      client.close();
      await()
          .untilAsserted(() ->
              assertThat(gateways.westEvents.ends)
                  .extracting(SessionEnd::reason)
                  .containsExactly(EndReason.COMPLETED));
      await()
          .untilAsserted(() ->
              assertThat(gateways.eastEvents.ends)
                  .extracting(SessionEnd::reason)
                  .containsExactly(EndReason.COMPLETED));
      assertThat(gateways.westEvents.ends.getFirst().bytesToService()).isEqualTo(8);
      assertThat(gateways.westEvents.ends.getFirst().bytesToClient()).isEqualTo(6);
    }
  }

  @ParameterizedTest
  @EnumSource
  void letsTheServiceSpeakFirst(Transport transport) throws IOException {
    try (var gateways = new TwoGateways(transport);
        Socket client = gateways.connect();
        Socket service = gateways.acceptAtService()) {
      service.getOutputStream().write("220 ready\n".getBytes(UTF_8));
      assertThat(client.getInputStream().readNBytes(10)).asString(UTF_8).isEqualTo("220 ready\n");
    }
  }

  @ParameterizedTest
  @EnumSource
  void endsOneDirectionOnly(Transport transport) throws IOException {
    try (var gateways = new TwoGateways(transport);
        Socket client = gateways.connect()) {
      client.getOutputStream().write("all I have".getBytes(UTF_8));
      client.shutdownOutput();
      try (Socket service = gateways.acceptAtService()) {
        assertThat(service.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("all I have");
        service.getOutputStream().write("thanks".getBytes(UTF_8));
        service.shutdownOutput();
        assertThat(client.getInputStream().readAllBytes()).asString(UTF_8).isEqualTo("thanks");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void resetsTheServiceWhenTheClientBreaks(Transport transport) throws IOException {
    try (var gateways = new TwoGateways(transport);
        Socket client = gateways.connect();
        Socket service = gateways.acceptAtService()) {
      client.getOutputStream().write("half a sent".getBytes(UTF_8));
      assertThat(service.getInputStream().readNBytes(11)).hasSize(11);
      client.setSoLinger(true, 0);
      client.close();
      assertThatThrownBy(() -> service.getInputStream().read())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("reset");
      await()
          .untilAsserted(() ->
              assertThat(gateways.westEvents.ends)
                  .extracting(SessionEnd::reason)
                  .containsExactly(EndReason.CLIENT_RESET));
      await()
          .untilAsserted(() ->
              assertThat(gateways.eastEvents.ends)
                  .extracting(SessionEnd::reason)
                  .containsAnyOf(EndReason.PEER_ABORTED, EndReason.TUNNEL_LOST));
    }
  }

  @ParameterizedTest
  @EnumSource
  void resetsTheClientWhenTheServiceBreaks(Transport transport) throws IOException {
    try (var gateways = new TwoGateways(transport);
        Socket client = gateways.connect();
        Socket service = gateways.acceptAtService()) {
      service.getOutputStream().write("half a sent".getBytes(UTF_8));
      assertThat(client.getInputStream().readNBytes(11)).hasSize(11);
      service.setSoLinger(true, 0);
      service.close();
      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("reset");
    }
  }

  @ParameterizedTest
  @EnumSource
  void carriesMuchBothWaysAtOnce(Transport transport) throws Exception {
    try (var gateways = new TwoGateways(transport);
        Socket client = gateways.connect();
        Socket service = gateways.acceptAtService()) {
      byte[] up = bytes(1, 20_000_000);
      byte[] down = bytes(2, 20_000_000);
      var clientSends = sending(client, up);
      var serviceSends = sending(service, down);
      var serviceGets = receiving(service);
      var clientGets = receiving(client);
      clientSends.join();
      serviceSends.join();
      assertThat(Arrays.equals(serviceGets.join(), up)).isTrue();
      assertThat(Arrays.equals(clientGets.join(), down)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void reusesOneTunnelForSessionsOneAfterAnother(Transport transport) throws IOException {
    try (var gateways = new TwoGateways(transport)) {
      for (int i = 0; i < 50; i++) {
        int ended = i;
        await()
            .pollInterval(Duration.ofMillis(1))
            .until(() ->
                gateways.eastEvents.ends.size() == ended
                    && gateways.westEvents.ends.size() == ended);
        try (Socket client = gateways.connect()) {
          byte[] sent = bytes(i, 3000);
          client.getOutputStream().write(sent);
          client.shutdownOutput();
          try (Socket service = gateways.acceptAtService()) {
            service.getInputStream().transferTo(service.getOutputStream());
          }
          assertThat(client.getInputStream().readAllBytes()).isEqualTo(sent);
        }
      }
      assertThat(gateways.westEvents.established).hasSize(1);
      assertThat(gateways.westEvents.closed).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void resetsTheClientWhenTheServiceCannotBeReached(Transport transport) throws IOException {
    try (var gateways = new TwoGateways(transport)) {
      gateways.service.close();
      try (Socket client = gateways.connect()) {
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(IOException.class);
      }
      await().until(() -> gateways.westEvents.ends.size() == 1);
      assertThat(gateways.westEvents.ends.getFirst().reason()).isEqualTo(EndReason.UNREACHABLE);
      await().until(() -> gateways.eastEvents.ends.size() == 1);
      assertThat(gateways.eastEvents.ends.getFirst().detail())
          .startsWith("127.0.0.1:" + gateways.service.getLocalPort())
          .endsWith("Connection refused");
    }
  }

  @ParameterizedTest
  @EnumSource
  void closesTheConnectionOfAStrangerThatDoesNotSpeakTls(Transport transport) throws IOException {
    try (var gateways = new TwoGateways(transport)) {
      for (int i = 0; i < 20; i++) {
        try (Socket stranger = gateways.connectToEast()) {
          stranger.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
          assertThat(readUntilClosed(stranger)).isLessThan(1000);
        }
      }
    }
  }

  /** How many bytes came before the far side ended or reset the connection. */
  static int readUntilClosed(Socket socket) throws IOException {
    int count = 0;
    try {
      while (socket.getInputStream().read() >= 0) {
        count++;
      }
    } catch (SocketException reset) {
      return count;
    }
    return count;
  }

  private static byte[] bytes(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static CompletableFuture<Void> sending(Socket socket, byte[] bytes) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            socket.shutdownOutput();
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        },
        Thread::startVirtualThread);
  }

  private static CompletableFuture<byte[]> receiving(Socket socket) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return socket.getInputStream().readAllBytes();
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        },
        Thread::startVirtualThread);
  }
}
