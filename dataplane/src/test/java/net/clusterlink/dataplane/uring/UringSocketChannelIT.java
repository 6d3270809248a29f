package net.clusterlink.dataplane.uring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a connection tells and sends, with plain sockets of the JDK at its other end: when it sends
 * by calls, and when by the ring.
 */
@Timeout(60)
@ParameterizedClass(name = "sending by the ring from a crowd of {0} on")
@ValueSource(ints = {Integer.MAX_VALUE, 0})
class UringSocketChannelIT {
  private static final int SECONDS = 20;

  private final MultiThreadIoEventLoopGroup group;
  private final boolean byRing;
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  private final Told told = new Told();
  private ServerSocket server = new ServerSocket();

  UringSocketChannelIT(int crowd) throws IOException {
    group =
        new MultiThreadIoEventLoopGroup(1, UringLoop.newFactory(crowd, Duration.ofNanos(50_000)));
    byRing = crowd == 0;
  }

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  /** All memory is given back, whatever was under way. */
  @AfterEach
  void close() throws IOException {
    server.close();
    group.shutdownGracefully(0, SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
    assertThat(allocator.metric().usedDirectMemory()).isZero();
  }

  @Test
  void tellsAnEndInTheTurnOfTheLastBytes() throws IOException {
    Channel connection = dial(false);
    try (Socket far = server.accept()) {
      far.getOutputStream().write("last".getBytes(StandardCharsets.UTF_8));
      far.shutdownOutput();
      awaitEndReceived(connection);
      connection.config().setAutoRead(true);
      await()
          .untilAsserted(() ->
              assertThat(told.events)
                  .containsExactly("active", "read last", "end", "read complete"));
    }
  }

  @Test
  void tellsBytesAndThenTheResetBehindThem() throws IOException {
    Channel connection = dial(false);
    try (Socket far = server.accept()) {
      far.getOutputStream().write("last".getBytes(StandardCharsets.UTF_8));
      awaitReceived(connection, 4);
      connection.read();
      await().untilAsserted(() -> assertThat(told.events).contains("read last"));
      connection.read();
      far.setSoLinger(true, 0);
    }
    await()
        .untilAsserted(() ->
            assertThat(told.events)
                .endsWith("read complete", "fault Connection reset by peer", "inactive"));
  }

  @Test
  void closesAtAnEndUnlessDirectionsEndOnTheirOwn() throws IOException {
    Channel connection = dial(true);
    connection.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
    server.accept().close();
    await().untilAsserted(() -> assertThat(told.events).endsWith("inactive"));
    assertThat(told.events).doesNotContain("end");
    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void endsItsOwnDirectionAndReadsOn() throws IOException {
    Channel connection = dial(true);
    try (Socket far = server.accept()) {
      ((DuplexChannel) connection).shutdownOutput().syncUninterruptibly();
      assertThat(far.getInputStream().read()).isEqualTo(-1);
      far.getOutputStream().write("answer".getBytes(StandardCharsets.UTF_8));
      await().untilAsserted(() -> assertThat(told.events).contains("read answer"));
    }
  }

  @Test
  void readsNothingUntilItIsAskedTo() throws IOException {
    Channel connection = dial(false);
    try (Socket far = server.accept()) {
      far.getOutputStream().write("early".getBytes(StandardCharsets.UTF_8));
      awaitReceived(connection, 5);
      assertThat(told.events).containsExactly("active");
      connection.config().setAutoRead(true);
      await().untilAsserted(() -> assertThat(told.events).contains("read early"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2_000, 70_000, 3_000_000})
  void carriesBytesOfAnySizeBothWays(int size) throws IOException {
    var bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    Channel connection = dial(true);
    try (Socket far = server.accept()) {
      Thread writer =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  far.getOutputStream().write(bytes);
                  far.shutdownOutput();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      await().untilAsserted(() -> assertThat(told.events).contains("end"));
      assertThat(told.bytes()).isEqualTo(bytes);
      connection.writeAndFlush(Unpooled.wrappedBuffer(bytes));
      assertThat(far.getInputStream().readNBytes(size)).isEqualTo(bytes);
      assertThat(writer.isAlive()).isFalse();
    }
  }

  @Test
  void readsMuchInLargePieces() throws IOException {
    Channel connection = dial(false);
    try (Socket far = server.accept()) {
      Thread writer = Thread.ofVirtual().start(() -> write(far, new byte[200_000]));
      await().until(() -> KernelQueue.of(connection).received() > 50_000);
      connection.config().setAutoRead(true);
      await().untilAsserted(() -> assertThat(told.bytes()).hasSize(200_000));
      assertThat(told.longest).isGreaterThan(20_000);
      assertThat(writer.isAlive()).isFalse();
    }
  }

  private static void write(Socket to, byte[] bytes) {
    try {
      to.getOutputStream().write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void sendsPiecesOfAllKindsInTheirOrder() throws IOException {
    Channel connection = dial(true);
    var expected = new ByteArrayOutputStream();
    try (Socket far = server.accept()) {
      ChannelFuture last = connection.newSucceededFuture();
      for (int i = 0; i < 400; i++) {
        byte[] piece = new byte[i * 50];
        new Random(i).nextBytes(piece);
        expected.writeBytes(piece);
        last = connection.write(buffer(i, piece));
        if (i % 150 == 0) {
          connection.flush();
        }
      }
      connection.flush();
      assertThat(far.getInputStream().readNBytes(expected.size()))
          .isEqualTo(expected.toByteArray());
      last.syncUninterruptibly();
    }
  }

  private ByteBuf buffer(int kind, byte[] piece) {
    return switch (kind % 3) {
      case 0 -> Unpooled.wrappedBuffer(piece);
      case 1 -> allocator.directBuffer(Math.max(1, piece.length)).writeBytes(piece);
      default -> {
        CompositeByteBuf both = allocator.compositeDirectBuffer();
        int half = piece.length / 2;
        both.addComponent(true, allocator.directBuffer(1).writeBytes(piece, 0, half));
        both.addComponent(
            true, allocator.directBuffer(1).writeBytes(piece, half, piece.length - half));
        yield both;
      }
    };
  }

  @Test
  void failsWhatWasNotSentWhenItIsClosed() throws IOException {
    Channel connection = dial(true);
    try (Socket far = server.accept()) {
      ChannelFuture written =
          connection.writeAndFlush(allocator.directBuffer(64 << 20).writeZero(64 << 20));
      assertThat(far.getInputStream().read()).isZero();
      connection.close().syncUninterruptibly();
      assertThat(written.awaitUninterruptibly().isSuccess()).isFalse();
      assertThat(told.events).doesNotContain("end");
    }
  }

  @Test
  void sendsInTheirOrderWhatWaitsForASlowReader() throws IOException {
    int messages = 2_000;
    int length = 4_000;
    Channel connection = dial(true);
    try (Socket far = server.accept()) {
      List<ChannelFuture> written = new CopyOnWriteArrayList<>();
      connection
          .eventLoop()
          .submit(() -> {
            for (int i = 0; i < messages; i++) {
              written.add(connection.writeAndFlush(message(i, length)));
            }
          })
          .syncUninterruptibly();
      assertThat(written.getLast().isDone()).isFalse();
      for (int i = 0; i < messages; i++) {
        assertThat(far.getInputStream().readNBytes(length)).isEqualTo(filled(i, length));
      }
      written.getLast().syncUninterruptibly();
      assertThat(written).allMatch(ChannelFuture::isSuccess);
    }
  }

  private ByteBuf message(int value, int length) {
    return allocator.directBuffer(length).writeBytes(filled(value, length));
  }

  private static byte[] filled(int value, int length) {
    var bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  /** One message at a time, until there is no room for the next. */
  @Test
  void waitsForRoomForAMessage() throws IOException {
    int length = 10_000;
    Channel connection = dial(true);
    try (Socket far = server.accept()) {
      List<ChannelFuture> written = sendUntilThereIsNoRoom(connection, length);
      for (int i = 0; i < written.size(); i++) {
        assertThat(far.getInputStream().readNBytes(length)).isEqualTo(filled(i, length));
      }
      written.getLast().syncUninterruptibly();
      assertThat(written).allMatch(ChannelFuture::isSuccess);
    }
  }

  private List<ChannelFuture> sendUntilThereIsNoRoom(Channel connection, int length) {
    List<ChannelFuture> written = new ArrayList<>();
    do {
      written.add(connection.writeAndFlush(message(written.size(), length)));
      awaitTurn(connection);
      awaitTurn(connection);
    } while (written.getLast().isDone());
    return written;
  }

  @Test
  void givesMemoryBackThatWaitsForRoomWhenItIsClosed() throws IOException {
    Channel connection = dial(true);
    try (Socket far = server.accept()) {
      ChannelFuture last = sendUntilThereIsNoRoom(connection, 10_000).getLast();
      connection.close().syncUninterruptibly();
      assertThat(last.isSuccess()).isFalse();
      assertThat(far.isClosed()).isFalse();
    }
  }

  @Test
  void endsItsOwnDirectionBehindWhatWasFlushed() throws IOException {
    Channel connection = dial(true);
    try (Socket far = server.accept()) {
      connection
          .eventLoop()
          .execute(() -> {
            connection.writeAndFlush(message('x', 1_000));
            ((DuplexChannel) connection).shutdownOutput();
          });
      assertThat(far.getInputStream().readAllBytes()).hasSize(1_000).containsOnly((byte) 'x');
      assertThat(connection.isActive()).isTrue();
    }
  }

  @Test
  void sendsBeforeItsTurnIsOver() throws IOException {
    var connection = (UringSocketChannel) dial(true);
    try (Socket far = server.accept()) {
      boolean sending =
          connection
              .eventLoop()
              .submit(() -> {
                connection.writeAndFlush(message('x', 1));
                return connection.isSending();
              })
              .syncUninterruptibly()
              .getNow();
      assertThat(sending).isEqualTo(byRing);
      assertThat(far.getInputStream().read()).isEqualTo('x');
      await().until(() -> !connection.isSending());
    }
  }

  @Test
  void sendsWhatWasFlushedBeforeItIsClosed() throws IOException {
    Channel connection = dial(true);
    try (Socket far = server.accept()) {
      connection
          .eventLoop()
          .execute(() -> {
            connection.writeAndFlush(message('x', 1_000));
            connection.close();
          });
      assertThat(far.getInputStream().readAllBytes()).hasSize(1_000).containsOnly((byte) 'x');
    }
  }

  /** Of a write and a read that are both under way, either may be told of it. */
  @Test
  void neverTakesAResetForAnEnd() throws IOException, InterruptedException {
    for (int time = 0; time < 50; time++) {
      told.events.clear();
      Channel connection = dial(true);
      Thread sender;
      try (Socket far = server.accept()) {
        far.setSoLinger(true, 0);
        sender = Thread.ofVirtual().start(() -> sendUntilClosed(connection));
      }
      sender.join();
      await()
          .pollInterval(Duration.ofMillis(5))
          .untilAsserted(() -> assertThat(told.events).endsWith("inactive"));
      assertThat(told.events).doesNotContain("end");
    }
  }

  private void sendUntilClosed(Channel connection) {
    while (connection.isActive()) {
      connection.writeAndFlush(message('x', 100)).awaitUninterruptibly();
    }
  }

  @Test
  void resetsTheFarSideWhenItMayNotLinger() throws IOException {
    Channel connection = dial(true);
    try (Socket far = server.accept()) {
      connection.config().setOption(ChannelOption.SO_LINGER, 0);
      connection.close();
      assertThatThrownBy(() -> far.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  @Test
  void saysWhyItCouldNotConnect() throws IOException {
    int port = server.getLocalPort();
    server.close();
    ChannelFuture dialed = bootstrap(true).connect(InetAddress.getLoopbackAddress(), port);
    assertThatThrownBy(dialed::syncUninterruptibly).hasMessageContaining("Connection refused");
    await().untilAsserted(() -> assertThat(dialed.channel().isOpen()).isFalse());
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void acceptsConnectionsOfBothFamilies(String address) throws IOException {
    var accepted = new CompletableFuture<Channel>();
    Channel listening = listening(accepted).bind(address, 0).syncUninterruptibly().channel();
    var where = (InetSocketAddress) listening.localAddress();
    try (Socket far = new Socket(where.getAddress(), where.getPort())) {
      Channel connection = accepted.join();
      assertThat(connection.remoteAddress()).isEqualTo(far.getLocalSocketAddress());
      assertThat(connection.localAddress()).isEqualTo(far.getRemoteSocketAddress());
      far.getOutputStream().write('x');
      await().untilAsserted(() -> assertThat(told.events).contains("read x"));
    }
    listening.close().syncUninterruptibly();
    await()
        .untilAsserted(() ->
            assertThatThrownBy(() -> new Socket(where.getAddress(), where.getPort()).close())
                .hasMessageContaining("refused"));
  }

  @Test
  void leavesItsPortBeforeItSaysThatItIsClosed() {
    var accepted = new CompletableFuture<Channel>();
    ServerBootstrap listening = listening(accepted);
    Channel first = listening.bind("127.0.0.1", 0).syncUninterruptibly().channel();
    var bound = new CompletableFuture<ChannelFuture>();
    first
        .eventLoop()
        .execute(() -> {
          first.close();
          bound.complete(listening.bind(first.localAddress()));
        });
    bound.join().syncUninterruptibly().channel().close().syncUninterruptibly();
    assertThat(accepted).isNotDone();
  }

  /** Fewer bytes than wait at once, after which it waits again; and more, for which it asks. */
  @ParameterizedTest
  @ValueSource(ints = {1, 5_000})
  void endsOneConnectionAloneWhenThereIsNoMemoryToReadIt(int bytes) throws IOException {
    var scarce = new ScarceMemory();
    Channel poor = dial(scarce, true);
    try (Socket far = server.accept()) {
      awaitTurn(poor);
      scarce.spent = true;
      far.getOutputStream().write(new byte[bytes]);
      await().untilAsserted(() -> assertThat(told.events).endsWith("fault spent", "inactive"));
      assertThat(poor.isOpen()).isFalse();
    }
    assertReads();
  }

  @Test
  void endsOneConnectionAloneWhenThereIsNoMemoryToWaitForItsInput() throws IOException {
    var scarce = new ScarceMemory();
    Channel poor = dial(scarce, false);
    try (Socket far = server.accept()) {
      awaitTurn(poor);
      scarce.spent = true;
      poor.read();
      await().untilAsserted(() -> assertThat(told.events).endsWith("fault spent", "inactive"));
      assertThat(far.getInputStream().read()).isEqualTo(-1);
    }
    assertReads();
  }

  /** Until the event loop has done what it is at. */
  private static void awaitTurn(Channel connection) {
    connection.eventLoop().submit(() -> {}).syncUninterruptibly();
  }

  private void assertReads() throws IOException {
    told.events.clear();
    dial(true);
    try (Socket far = server.accept()) {
      far.getOutputStream().write('y');
      await().untilAsserted(() -> assertThat(told.events).contains("read y"));
    }
  }

  /** Has none from a moment on. */
  private static final class ScarceMemory extends AbstractByteBufAllocator {
    private volatile boolean spent;

    ScarceMemory() {
      super(true);
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
      return UnpooledByteBufAllocator.DEFAULT.heapBuffer(initialCapacity, maxCapacity);
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
      if (spent) {
        throw new OutOfMemoryError("spent");
      }
      return UnpooledByteBufAllocator.DEFAULT.directBuffer(initialCapacity, maxCapacity);
    }

    @Override
    public boolean isDirectBufferPooled() {
      return false;
    }
  }

  private ServerBootstrap listening(CompletableFuture<Channel> accepted) {
    return new ServerBootstrap()
        .group(group)
        .channel(UringServerChannel.class)
        .option(ChannelOption.SO_REUSEADDR, true)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel connection) {
                connection.pipeline().addLast(told);
                accepted.complete(connection);
              }
            });
  }

  private Channel dial(boolean autoRead) {
    return dial(allocator, autoRead);
  }

  private Channel dial(ByteBufAllocator memory, boolean autoRead) {
    return bootstrap(autoRead)
        .option(ChannelOption.ALLOCATOR, memory)
        .connect(server.getLocalSocketAddress())
        .syncUninterruptibly()
        .channel();
  }

  private Bootstrap bootstrap(boolean autoRead) {
    return new Bootstrap()
        .group(group)
        .channelFactory(() -> new UringSocketChannel(InetAddress.getLoopbackAddress()))
        .option(ChannelOption.ALLOCATOR, allocator)
        .option(ChannelOption.AUTO_READ, autoRead)
        .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .handler(told);
  }

  /** Until the kernel has so many bytes for it. */
  private static void awaitReceived(Channel connection, int bytes) {
    await().until(() -> KernelQueue.of(connection).received() == bytes);
  }

  private static void awaitEndReceived(Channel connection) {
    await().until(() -> KernelQueue.of(connection).endReceived());
  }

  /** Writes down what the connection tells. */
  @ChannelHandler.Sharable
  private static final class Told extends ChannelInboundHandlerAdapter {
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private volatile int longest;

    byte[] bytes() {
      return bytes.toByteArray();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      events.add("active");
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws IOException {
      ByteBuf read = (ByteBuf) message;
      int length = read.readableBytes();
      longest = Math.max(longest, length);
      if (length < 100) {
        events.add("read " + read.toString(StandardCharsets.UTF_8));
      }
      read.readBytes(bytes, length);
      read.release();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      events.add("read complete");
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof ChannelInputShutdownEvent) {
        events.add("end");
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      events.add("fault " + String.valueOf(cause.getMessage()).replaceAll("^.*: ", ""));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      events.add("inactive");
    }
  }
}
