package net.clusterlink.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslHandler;
import io.netty.internal.tcnative.SSL;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.nio.channels.ClosedChannelException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import javax.net.ssl.SSLException;
import net.clusterlink.fabric.PeerCredentials;
import net.clusterlink.fabric.testing.TestAuthority;
import net.clusterlink.fabric.testing.TestPeer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ends of a TLS connection, the network between them being the test. */
class TlsRecordsTest {
  /** What a record takes beside its bytes: header, content type, tag. */
  private static final int RECORD_OVERHEAD = 5 + 1 + 16;

  private static final int[] SIZES = {0, 1, 4, 300, 16_379, 16_384, 16_385, 65_536, 150_000};

  private final TestAuthority authority = TestAuthority.create("fabric");
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  private final TunnelTls dialing = tls("west");
  private final TunnelTls accepting = tls("east");
  private final End west = dialer();
  private final End east = acceptor();

  /** One end: its connection, and what came out of it. */
  private final class End {
    final EmbeddedChannel channel = new EmbeddedChannel();
    final ByteArrayOutputStream received = new ByteArrayOutputStream();
    final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final SslHandler handshake;

    End(SslHandler handshake) {
      this.handshake = handshake;
      channel.config().setAllocator(allocator);
      channel.pipeline().addLast(handshake);
    }

    void takeOver() {
      assertThat(handshake.handshakeFuture().isSuccess()).isTrue();
      TlsRecords.takeOver(channel.pipeline().context(handshake), handshake);
      channel.runPendingTasks();
      assertThat(channel.pipeline().get(TlsRecords.class)).isNotNull();
    }

    ReferenceCountedOpenSslEngine engine() {
      return (ReferenceCountedOpenSslEngine) handshake.engine();
    }

    ChannelFuture write(byte[] bytes, boolean heap) {
      ByteBuf message = heap ? Unpooled.buffer() : allocator.directBuffer();
      message.writeBytes(bytes);
      sent.writeBytes(bytes);
      return channel.write(message);
    }

    ChannelHandlerContext tls() {
      return Objects.requireNonNull(TlsRecords.in(channel.pipeline()));
    }

    /** All that has left it since the last time. */
    ByteBuf outbound() {
      ByteBuf all = Unpooled.buffer();
      for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
        all.writeBytes(next);
        next.release();
      }
      return all;
    }

    void arrives(ByteBuf bytes) {
      ByteBuf direct = allocator.directBuffer(Math.max(1, bytes.readableBytes()));
      channel.writeInbound(direct.writeBytes(bytes));
      readsWhatIsThere();
    }

    void readsWhatIsThere() {
      for (ByteBuf next = channel.readInbound(); next != null; next = channel.readInbound()) {
        received.writeBytes(ByteBufUtil.getBytes(next));
        next.release();
      }
    }
  }

  @BeforeEach
  void shakeHands() {
    exchange();
    west.takeOver();
    east.takeOver();
    exchange();
  }

  private End dialer() {
    return new End(dialing.handler(dialing.dialing("east"), allocator));
  }

  private End acceptor() {
    return new End(accepting.handler(accepting.accepting(), allocator));
  }

  private TunnelTls tls(String name) {
    TestPeer peer = authority.peer(name).issue();
    return new TunnelTls(
        new PeerCredentials(name, peer.chain(), peer.key(), Set.of(authority.certificate())),
        Clock.systemUTC(),
        Duration.ofSeconds(10));
  }

  @AfterEach
  void leavesNothingBehind() {
    end(west, east);
    assertThat(allocator.metric().usedDirectMemory()).isZero();
  }

  private static void end(End west, End east) {
    for (End end : List.of(west, east)) {
      end.channel.close();
      end.outbound();
      assertThat(end.engine().refCnt()).isZero();
    }
  }

  private void exchange() {
    exchange(west, east);
  }

  /** Until nothing is on its way. */
  private static void exchange(End west, End east) {
    for (boolean moved = true; moved; ) {
      moved = false;
      for (End from : List.of(west, east)) {
        ByteBuf bytes = from.outbound();
        if (bytes.isReadable()) {
          moved = true;
          (from == west ? east : west).arrives(bytes);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void carriesWhateverIsWrittenHoweverItIsCut(long seed) {
    var random = new Random(seed);
    var written = new ArrayList<ChannelFuture>();
    for (int turn = 0; turn < 12; turn++) {
      for (End end : List.of(west, east)) {
        for (int writes = random.nextInt(6); writes > 0; writes--) {
          var bytes = new byte[SIZES[random.nextInt(SIZES.length)]];
          random.nextBytes(bytes);
          written.add(end.write(bytes, random.nextBoolean()));
        }
        end.channel.flush();
        ByteBuf sealed = end.outbound();
        End far = end == west ? east : west;
        while (sealed.isReadable()) {
          int length = Math.min(sealed.readableBytes(), 1 + random.nextInt(70_000));
          far.arrives(sealed.readSlice(length));
        }
      }
    }

    assertThat(east.received.toByteArray()).isEqualTo(west.sent.toByteArray());
    assertThat(west.received.toByteArray()).isEqualTo(east.sent.toByteArray());
    assertThat(written).allMatch(ChannelFuture::isSuccess);
  }

  @Test
  void sealsAHeaderAndItsBytesAsFullRecords() {
    west.write(new byte[4], false);
    west.write(new byte[65_532], false);
    west.channel.flush();

    assertThat(west.outbound().readableBytes()).isEqualTo(65_536 + 4 * RECORD_OVERHEAD);
  }

  @Test
  void sendsNoSessionTickets() {
    east.write(new byte[100], false);
    east.channel.flush();

    assertThat(east.outbound().readableBytes()).isEqualTo(100 + RECORD_OVERHEAD);
  }

  @Test
  void sendsWhatTheLibrarySendsByItselfBeforeWhatIsSealed() {
    End far = acceptor();
    // Of all that the library sends by itself behind a handshake, tickets are the easiest to ask
    // for.
    SSL.clearOptions(far.engine().sslPointer(), SSL.SSL_OP_NO_TICKET);
    End near = dialer();
    exchange(near, far);
    far.takeOver();
    near.takeOver();

    far.write(new byte[70_000], false);
    far.channel.flush();
    ByteBuf sealed = far.outbound();
    assertThat(sealed.readableBytes()).isGreaterThan(70_000 + 5 * RECORD_OVERHEAD);
    near.arrives(sealed);
    assertThat(near.received.toByteArray()).isEqualTo(far.sent.toByteArray());

    end(near, far);
  }

  @Test
  void sealsNothingBeforeTheFlushButFullRecords() {
    west.write(new byte[16_000], false);
    west.write(new byte[1_000], false);

    assertThat(west.outbound().readableBytes()).isZero();
    west.channel.flush();
    assertThat(west.outbound().readableBytes()).isEqualTo(17_000 + 2 * RECORD_OVERHEAD);
  }

  @Test
  void endsBehindAllThatWasWritten() {
    west.write(new byte[100_000], false);
    ChannelFuture over = TlsRecords.closeOutput(west.tls());
    exchange();

    assertThat(over.isSuccess()).isTrue();
    assertThat(east.received.size()).isEqualTo(100_000);
    assertThat(TlsRecords.closeOutput(west.tls())).isSameAs(over);
    assertThat(west.write(new byte[1], false).cause()).isInstanceOf(ClosedChannelException.class);
    assertThat(east.write(new byte[1], false).cause()).isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void tellsBothSidesOfARecordThatWasTamperedWith() {
    west.write(new byte[40_000], false);
    west.channel.flush();
    ByteBuf sealed = west.outbound();
    int inTheSecond = 16_384 + RECORD_OVERHEAD + 100;
    sealed.setByte(inTheSecond, sealed.getByte(inTheSecond) ^ 1);

    assertThatThrownBy(() -> east.arrives(sealed))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("BAD_DECRYPT");
    assertThat(east.channel.isOpen()).isFalse();
    ByteBuf alert = east.outbound();
    assertThatThrownBy(() -> west.arrives(alert))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("ALERT_BAD_RECORD_MAC");
    assertThat(east.write(new byte[1], false).isSuccess()).isFalse();
    ByteBuf before = east.channel.readInbound();
    assertThat(before.readableBytes()).isEqualTo(16_384);
    before.release();
  }

  @Test
  void tellsWhoeverAnswersToGoodRecordsOfTheBadOneBehindThem() {
    var answers = new ArrayList<ChannelFuture>();
    east.channel
        .pipeline()
        .addLast(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext ctx, Object message) {
                ReferenceCountUtil.release(message);
                answers.add(ctx.writeAndFlush(Unpooled.copiedBuffer(new byte[4])));
              }
            });
    west.write(new byte[20_000], false);
    west.channel.flush();
    ByteBuf sealed = west.outbound();
    int last = sealed.writerIndex() - 1;
    sealed.setByte(last, sealed.getByte(last) ^ 1);

    assertThatThrownBy(() -> east.arrives(sealed)).hasMessageContaining("BAD_DECRYPT");
    assertThat(answers)
        .singleElement()
        .satisfies(answer -> assertThat(answer.cause()).hasMessageContaining("BAD_DECRYPT"));
  }

  @Test
  void takesOverInTheMiddleOfARecord() {
    End near = dialer();
    End far = acceptor();
    exchange(near, far);
    far.takeOver();
    far.write(new byte[20_000], false);
    far.channel.flush();
    ByteBuf sealed = far.outbound();

    near.arrives(sealed.readSlice(17_000));
    near.takeOver();
    near.arrives(sealed.readSlice(sealed.readableBytes()));

    near.readsWhatIsThere();
    assertThat(near.received.toByteArray()).isEqualTo(far.sent.toByteArray());
    end(near, far);
  }

  @Test
  void leavesAConnectionThatIsAboutToEndToTheHandshakesHandler() {
    End near = dialer();
    End far = acceptor();
    exchange(near, far);
    near.handshake.closeOutbound();

    TlsRecords.takeOver(near.channel.pipeline().context(near.handshake), near.handshake);
    near.channel.runPendingTasks();

    assertThat(near.tls().handler()).isSameAs(near.handshake);
    end(near, far);
  }

  @Test
  void failsWhatWaitsWhenTheConnectionIsGone() {
    ChannelFuture written = west.write(new byte[10], false);
    west.tls().close();
    west.channel.runPendingTasks();

    assertThat(written.cause()).isInstanceOf(ClosedChannelException.class);
  }
}
