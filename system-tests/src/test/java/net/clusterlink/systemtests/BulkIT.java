package net.clusterlink.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import net.clusterlink.systemtests.stage.Client;
import net.clusterlink.systemtests.stage.Exchange;
import net.clusterlink.systemtests.stage.Flood;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.Payload;
import net.clusterlink.systemtests.stage.Received;
import net.clusterlink.systemtests.stage.Scripts;
import net.clusterlink.systemtests.stage.TcpService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Much data through gateways of 256 MB of heap and as much of direct memory, and slow readers. */
@Tag("external")
@Timeout(120)
class BulkIT {
  private static final long GIGABYTE = 1L << 30;
  private static final Payload UPWARDS = new Payload(41, GIGABYTE);
  private static final Payload DOWNWARDS = new Payload(42, GIGABYTE);

  @RegisterExtension static final Link LINK = new Link();

  private static final TcpService<Received> BOTH_WAYS =
      TcpService.start(socket -> Exchange.both(socket, DOWNWARDS));
  private static final Payload SOME = new Payload(43, 100L << 20);
  private static final TcpService<Received> SOURCE = TcpService.start(Scripts.source(SOME));

  private static final Flood FLOOD = new Flood();
  private static final TcpService<Long> FLOODING = TcpService.start(FLOOD);

  private static InetSocketAddress bothWays;
  private static InetSocketAddress source;
  private static InetSocketAddress flooding;

  @BeforeAll
  static void start() {
    bothWays = LINK.offer("both-ways", BOTH_WAYS);
    source = LINK.offer("source", SOURCE);
    flooding = LINK.offer("flooding", FLOODING);
    LINK.allowAll();
    LINK.start();
  }

  @AfterAll
  static void stop() {
    BOTH_WAYS.close();
    SOURCE.close();
    FLOODING.close();
  }

  @Test
  void carriesAGigabyteInEachDirectionAtOnce() throws IOException {
    try (Socket client = Client.connect(bothWays)) {
      Received down = Exchange.both(client, UPWARDS);
      assertThat(down).matches(received -> received.isWhole(DOWNWARDS));
    }
    assertThat(BOTH_WAYS.next()).matches(received -> received.isWhole(UPWARDS));
  }

  @Test
  void aSlowReaderHoldsUpNeitherItsNeighboursNorMuchMemory() throws IOException {
    try (Socket slow = Client.connect(flooding)) {
      assertThat(FLOOD.awaitFull())
          .as("bytes that the gateways and the kernel hold for a reader that does not read")
          .isLessThan(64L << 20);
      for (int i = 0; i < 3; i++) {
        try (Socket fast = Client.connect(source)) {
          fast.shutdownOutput();
          Received received = Received.readAll(fast.getInputStream());
          assertThat(received).matches(whole -> whole.isWhole(SOME));
        }
        assertThat(SOURCE.next().ending()).isEqualTo(Received.Ending.CLEAN);
      }
      assertThat(slow.getInputStream().readNBytes(1 << 20)).hasSize(1 << 20);
    }
  }
}
