package net.clusterlink.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a slow reader has not read yet when the other side has sent all, and goes. */
@Tag("external")
@Timeout(120)
class LastBytesIT {
  private static final int MUCH = 20 * 1024 * 1024;

  /** The reader takes so much every 10 ms; in all longer than every other time here. */
  private static final int SIP = 32 * 1024;

  private static final Duration DRAIN = Duration.ofSeconds(60);

  @ParameterizedTest
  @EnumSource
  void reachASlowClientThoughTheServicesGatewayGoesAway(Transport transport) throws Exception {
    try (var gateways = new TwoGateways(transport, impatient());
        Socket client = gateways.connect();
        Socket service = gateways.acceptAtService()) {
      client.shutdownOutput();
      assertThat(service.getInputStream().read()).isEqualTo(-1);
      goesAwayBehind(gateways.east, service, client);
    }
  }

  @ParameterizedTest
  @EnumSource
  void reachASlowServiceThoughTheClientsGatewayGoesAway(Transport transport) throws Exception {
    try (var gateways = new TwoGateways(transport, impatient());
        Socket client = gateways.connect();
        Socket service = gateways.acceptAtService()) {
      service.shutdownOutput();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      goesAwayBehind(gateways.west, client, service);
    }
  }

  private static void goesAwayBehind(Dataplane gateway, Socket from, Socket to) throws Exception {
    Thread.startVirtualThread(() -> sendAll(from));
    CompletableFuture<Integer> received =
        CompletableFuture.supplyAsync(() -> sip(to), Thread::startVirtualThread);
    await().atMost(DRAIN).until(() -> total(gateway) == MUCH);
    assertThat(gateway.drain(DRAIN)).isZero();
    gateway.close();
    assertThat(received.join()).isEqualTo(MUCH);
  }

  /** What the session has passed to its tunnel; all of it, when it is over already. */
  private static long total(Dataplane gateway) {
    Optional<SessionInfo> session = gateway.liveSessions().stream().findAny();
    return session
        .map(live -> Math.max(live.bytesToClient(), live.bytesToService()))
        .orElse((long) MUCH);
  }

  private static void sendAll(Socket from) {
    try {
      from.getOutputStream().write(new byte[MUCH]);
      from.shutdownOutput();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static int sip(Socket to) {
    byte[] sip = new byte[SIP];
    int all = 0;
    try {
      InputStream in = to.getInputStream();
      for (int length; (length = in.read(sip)) >= 0; ) {
        all += length;
        Thread.sleep(10);
      }
      return all;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("after " + all + " bytes", e);
    }
  }

  private static Timeouts impatient() {
    Timeouts usual = Timeouts.DEFAULT;
    return new Timeouts(
        usual.connect(),
        usual.handshake(),
        usual.open(),
        usual.dial(),
        Duration.ofMillis(200),
        Duration.ofSeconds(3),
        usual.freeTunnel(),
        usual.tunnelAge(),
        Duration.ofMillis(300));
  }
}
