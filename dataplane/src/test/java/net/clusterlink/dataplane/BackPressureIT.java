package net.clusterlink.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A reader that does not read: the far sender stops, memory stays bounded, nobody is taken for
 * dead, and in the end every byte arrives.
 */
@Tag("external")
@Timeout(120)
class BackPressureIT {
  /** More than all sockets on the way hold together. */
  private static final int MUCH = 96 * 1024 * 1024;

  /**
   * What two gateways may hold: water marks, one round of reads, and the allocator's own chunks.
   */
  private static final long MOST_BUFFERED = 24 * 1024 * 1024;

  private static final Duration SILENCE = Duration.ofSeconds(2);

  @Test
  void stopsTheClientWhileTheServiceDoesNotRead() throws IOException {
    try (var gateways = new TwoGateways(Transport.best(), impatient());
        Socket client = gateways.connect();
        Socket service = gateways.acceptAtService()) {
      stalls(gateways, client, service);
    }
  }

  @Test
  void stopsTheServiceWhileTheClientDoesNotRead() throws IOException {
    try (var gateways = new TwoGateways(Transport.best(), impatient());
        Socket client = gateways.connect();
        Socket service = gateways.acceptAtService()) {
      stalls(gateways, service, client);
    }
  }

  @ParameterizedTest
  @EnumSource
  void survivesThatNeitherReads(Transport transport) throws IOException {
    try (var gateways = new TwoGateways(transport, impatient());
        Socket client = gateways.connect();
        Socket service = gateways.acceptAtService()) {
      long before = buffered();
      var up = new Sending(client);
      var down = new Sending(service);
      up.awaitStall();
      down.awaitStall();
      assertThat(up.sent.get()).isLessThan(MUCH);
      assertThat(down.sent.get()).isLessThan(MUCH);
      assertThat(buffered() - before).isLessThan(MOST_BUFFERED);
      stays(gateways);
      var atService = new Receiving(service);
      var atClient = new Receiving(client);
      assertThat(atService.checksum.join()).isEqualTo(up.checksum.join());
      assertThat(atClient.checksum.join()).isEqualTo(down.checksum.join());
    }
  }

  private static void stalls(TwoGateways gateways, Socket from, Socket to) {
    long before = buffered();
    var sending = new Sending(from);
    sending.awaitStall();
    assertThat(sending.sent.get()).isLessThan(MUCH);
    assertThat(buffered() - before).isLessThan(MOST_BUFFERED);
    stays(gateways);
    assertThat(new Receiving(to).checksum.join()).isEqualTo(sending.checksum.join());
    assertThat(gateways.westEvents.closed).isEmpty();
  }

  /** Longer than the time after which a far side that was read from would be taken for dead. */
  private static void stays(TwoGateways gateways) {
    await()
        .during(SILENCE.multipliedBy(2))
        .atMost(Duration.ofSeconds(20))
        .until(() -> gateways.westEvents.ends.isEmpty() && gateways.eastEvents.ends.isEmpty());
  }

  private static Timeouts impatient() {
    Timeouts usual = Timeouts.DEFAULT;
    return new Timeouts(
        usual.connect(),
        usual.handshake(),
        usual.open(),
        usual.dial(),
        Duration.ofMillis(500),
        SILENCE,
        usual.freeTunnel(),
        usual.tunnelAge(),
        usual.goodbye());
  }

  private static long buffered() {
    ByteBufAllocatorMetric metric =
        ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
    return metric.usedDirectMemory() + metric.usedHeapMemory();
  }

  /** Sends much, and an end. */
  private static final class Sending {
    final AtomicLong sent = new AtomicLong();
    final CompletableFuture<Long> checksum;

    Sending(Socket to) {
      checksum = CompletableFuture.supplyAsync(() -> send(to), Thread::startVirtualThread);
    }

    private long send(Socket to) {
      var random = new Random(7);
      var sum = new CRC32C();
      byte[] piece = new byte[64 * 1024];
      try {
        OutputStream out = to.getOutputStream();
        while (sent.get() < MUCH) {
          random.nextBytes(piece);
          out.write(piece);
          sum.update(piece);
          sent.addAndGet(piece.length);
        }
        to.shutdownOutput();
        return sum.getValue();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Until nothing more goes out. */
    void awaitStall() {
      var last = new AtomicLong(-1);
      await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(700))
          .until(() -> sent.get() > 0 && last.getAndSet(sent.get()) == sent.get());
    }
  }

  /** Reads to the end. */
  private static final class Receiving {
    final CompletableFuture<Long> checksum;

    Receiving(Socket from) {
      checksum = CompletableFuture.supplyAsync(() -> receive(from), Thread::startVirtualThread);
    }

    private static long receive(Socket from) {
      var sum = new CRC32C();
      try {
        new CheckedInputStream(from.getInputStream(), sum)
            .transferTo(OutputStream.nullOutputStream());
        return sum.getValue();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
