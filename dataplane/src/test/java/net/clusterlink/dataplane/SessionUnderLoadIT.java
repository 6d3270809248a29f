package net.clusterlink.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How sessions end while much is under way, on every transport. */
@Tag("external")
@Timeout(60)
@SuppressWarnings("try") // closing at a chosen moment is what is tested
class SessionUnderLoadIT {
  private static final int MUCH = 128 * 1024 * 1024;

  @ParameterizedTest
  @EnumSource
  void aClientThatHasEndedItsDirectionGetsAllOfTheOther(Transport transport) throws IOException {
    try (var gateways = new TwoGateways(transport);
        Socket client = gateways.connect();
        Socket service = gateways.acceptAtService()) {
      client.shutdownOutput();
      assertThat(service.getInputStream().read()).isEqualTo(-1);
      takesMuchInSmallPieces(client, service);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServiceThatHasEndedItsDirectionGetsAllOfTheOther(Transport transport) throws IOException {
    try (var gateways = new TwoGateways(transport);
        Socket client = gateways.connect();
        Socket service = gateways.acceptAtService()) {
      service.shutdownOutput();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      takesMuchInSmallPieces(service, client);
    }
  }

  /** So much, and taken so slowly, that its gateway has to wait for the reader over and over. */
  private static void takesMuchInSmallPieces(Socket reader, Socket writer) throws IOException {
    CompletableFuture<Void> sent =
        CompletableFuture.runAsync(() -> sendMuchAndEnd(writer), Thread::startVirtualThread);
    byte[] piece = new byte[512];
    long taken = 0;
    for (int read; (read = reader.getInputStream().read(piece)) > 0; ) {
      taken += read;
    }
    assertThat(taken).isEqualTo(MUCH);
    sent.join();
  }

  private static void sendMuchAndEnd(Socket to) {
    byte[] part = new byte[64 * 1024];
    try {
      for (int sent = 0; sent < MUCH; sent += part.length) {
        to.getOutputStream().write(part);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void neverShowsACleanEndWhenTheServiceIsResetWhileWrittenTo(Transport transport)
      throws Exception {
    try (var gateways = new TwoGateways(transport)) {
      int sessions = 60;
      for (int i = 0; i < sessions; i++) {
        try (Socket client = gateways.connect();
            Socket service = gateways.acceptAtService()) {
          var writing = writingUntilBroken(client);
          service.getOutputStream().write(new byte[1000 * (i + 1)]);
          service.getInputStream().readNBytes(500 * i);
          service.setSoLinger(true, 0);
          service.close();
          SessionIT.readUntilClosed(client);
          client.close();
          writing.join();
        }
      }
      await()
          .until(() ->
              gateways.westEvents.ends.size() == sessions
                  && gateways.eastEvents.ends.size() == sessions);
      assertThat(gateways.westEvents.ends)
          .extracting(SessionEnd::reason)
          .doesNotContain(EndReason.COMPLETED);
      assertThat(gateways.eastEvents.ends)
          .extracting(SessionEnd::reason)
          .doesNotContain(EndReason.COMPLETED);
    }
  }

  private static CompletableFuture<Void> writingUntilBroken(Socket socket) {
    return CompletableFuture.runAsync(
        () -> {
          byte[] some = new byte[2000];
          try {
            while (true) {
              socket.getOutputStream().write(some);
            }
          } catch (IOException broken) {
            // As the test means it to be.
          }
        },
        Thread::startVirtualThread);
  }
}
