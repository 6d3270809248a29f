package net.clusterlink.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.clusterlink.api.ResourceName;
import net.clusterlink.dataplane.protocol.AbortCode;
import net.clusterlink.dataplane.protocol.Hello;
import net.clusterlink.dataplane.protocol.Open;
import net.clusterlink.dataplane.protocol.ProtocolException;
import net.clusterlink.dataplane.protocol.RefuseCode;
import net.clusterlink.dataplane.protocol.SessionId;
import org.jspecify.annotations.Nullable;

/**
 * A tunnel without a network, its far side and its time being the test. Keeps, in order, what its
 * owner and its sessions are told.
 */
final class TunnelUnderTest implements AutoCloseable {
  /** The payload of a ping that the owner wants to know the answer of. */
  static final long ASKED = 42;

  /** The name of a session that throws at what it gets. */
  static final String FAULTY = "faulty";

  final Tunnel tunnel;
  final EmbeddedChannel channel = new EmbeddedChannel();
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  private final FlushGate gate = new FlushGate();
  private final ShownFrames sent = new ShownFrames();
  private final Map<Integer, TunnelUnderTest> others;

  /** Whether the certificate of the far side holds. */
  boolean trusted = true;

  private List<String> told = new ArrayList<>();
  private long nowNs = -5_000_000_000L;

  private TunnelUnderTest(boolean dialed) {
    this(dialed, Optional.empty(), new HashMap<>());
  }

  private TunnelUnderTest(
      boolean dialed, Optional<Hello.Seat> seat, Map<Integer, TunnelUnderTest> others) {
    this.others = others;
    channel.freezeTime();
    channel.config().setAllocator(allocator);
    channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(64 * 1024, 256 * 1024));
    tunnel =
        new Tunnel(
            new TunnelInfo(dialed, "east", new InetSocketAddress(0)),
            Instant.EPOCH,
            new Hello(0, 0, Map.of("region", "eu"), seat),
            Timeouts.DEFAULT,
            new Owner(),
            () -> nowNs);
    channel.pipeline().addLast(gate, tunnel);
  }

  /** One that this side dialed; no hello has come. */
  static TunnelUnderTest dialed() {
    return new TunnelUnderTest(true);
  }

  /** One that this side accepted; no hello has come. */
  static TunnelUnderTest accepted() {
    return new TunnelUnderTest(false);
  }

  /**
   * One that this side accepted, and numbered.
   *
   * @param others by their numbers: this one comes to them
   */
  static TunnelUnderTest accepted(int number, Map<Integer, TunnelUnderTest> others) {
    var accepted =
        new TunnelUnderTest(false, Optional.of(new Hello.Seat(FarFrames.FAR_LOOP, number)), others);
    others.put(number, accepted);
    return accepted;
  }

  /**
   * One that this side dialed, and the far side numbered.
   *
   * @param others by their numbers: this one comes to them
   */
  static TunnelUnderTest dialed(
      int number, BundleGroup group, Map<Integer, TunnelUnderTest> others) {
    var dialed = new TunnelUnderTest(true, Optional.empty(), others);
    dialed.receive(FarFrames.helloAt(number));
    dialed.sent();
    dialed.told();
    dialed.tunnel.join(group, number);
    others.put(number, dialed);
    return dialed;
  }

  /** After both hellos, which are not told of. */
  TunnelUnderTest established() {
    receive(FarFrames.hello());
    assertThat(sent()).containsExactly("hello {region=eu}");
    assertThat(told()).containsExactly("established");
    return this;
  }

  /** A session of that name, which tells what happens to it. */
  TunnelSession session(String name) {
    return new Session(name);
  }

  /** This side opens a session of that name. */
  TunnelUnderTest open(String name) {
    tunnel.open(open(), session(name));
    tunnel.flush();
    return this;
  }

  /** This side answers the far side's open by a session of that name. */
  void accept(String name) {
    tunnel.accept(session(name));
    tunnel.flush();
  }

  /** An open as a session would send it. */
  static Open open() {
    return new Open(new SessionId(0, 1), new ResourceName("default", "echo"), Map.of());
  }

  /** Bytes to send, counted as all others. */
  ByteBuf bytes(int length) {
    return allocator.buffer(length).writeZero(length);
  }

  /** All of this arrives in one read. */
  void receive(ByteBuf... frames) {
    ByteBuf read = allocator.directBuffer();
    for (ByteBuf frame : frames) {
      read.writeBytes(frame);
      frame.release();
    }
    channel.pipeline().fireChannelRead(read);
    channel.pipeline().fireChannelReadComplete();
    channel.runPendingTasks();
  }

  /** The far side is gone. */
  void disconnect() {
    channel.disconnect();
    channel.runPendingTasks();
  }

  /** What was sent since the last time. */
  List<String> sent() {
    channel.runPendingTasks();
    try {
      for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
        sent.add(out);
      }
    } catch (ProtocolException e) {
      throw new AssertionError("the tunnel broke the protocol itself", e);
    }
    return sent.take();
  }

  /** What owner and sessions were told since the last time. */
  List<String> told() {
    List<String> taken = told;
    told = new ArrayList<>();
    return taken;
  }

  /** Lets time go by, second by second. */
  void pass(Duration time) {
    for (long left = time.toMillis(); left > 0; left -= 1_000) {
      long step = Math.min(left, 1_000);
      nowNs += Duration.ofMillis(step).toNanos();
      channel.advanceTimeBy(step, TimeUnit.MILLISECONDS);
      channel.runScheduledPendingTasks();
      tunnel.tick();
    }
  }

  /** The far side does not read any more: what is flushed stays here. */
  void holdWrites() {
    gate.open = false;
  }

  /** It reads again. */
  void releaseWrites() {
    gate.open = true;
    channel.flush();
    channel.runPendingTasks();
  }

  boolean isReading() {
    return channel.config().isAutoRead();
  }

  /** Ends it, and sees that no buffer is left. */
  @Override
  public void close() {
    releaseWrites();
    channel.finishAndReleaseAll();
    assertThat(allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory())
        .as("bytes in buffers that nobody released")
        .isZero();
  }

  /** Stands for the socket and what it can take. */
  private static final class FlushGate extends ChannelDuplexHandler {
    private boolean open = true;

    @Override
    public void flush(ChannelHandlerContext ctx) {
      if (open) {
        ctx.flush();
      }
    }
  }

  private final class Owner implements TunnelOwner {
    @Override
    public void established(Tunnel established) {
      told.add("established");
    }

    @Override
    public void notEstablished(TunnelRefusal reason, String detail) {
      told.add("not established, " + reason + ": " + detail);
    }

    @Override
    public void opened(Tunnel opened, Open open) {
      told.add("opened " + open.export());
      opened.answering(session("answering"));
    }

    @Override
    public void free(Tunnel free) {
      told.add("free");
    }

    @Override
    public void ponged(Tunnel answered, long payload) {
      // Others answer the pings that keep a tunnel alive.
      if (payload == ASKED) {
        told.add("ponged " + payload);
      }
    }

    @Override
    public boolean certificateHolds(Tunnel asked) {
      return trusted;
    }

    @Override
    public @Nullable Tunnel numbered(Tunnel asking, int number) {
      TunnelUnderTest other = others.get(number);
      return other == null ? null : other.tunnel;
    }

    @Override
    public void violated(Tunnel violated, String detail) {
      assertThat(detail).isNotEmpty();
    }

    @Override
    public void closed(Tunnel closed, String why) {
      told.add("closed: " + why);
    }
  }

  private final class Session implements TunnelSession {
    private final String name;

    Session(String name) {
      this.name = name;
    }

    private void tell(String what) {
      told.add(name + " " + what);
    }

    @Override
    public void accepted() {
      tell("accepted");
    }

    @Override
    public void refused(RefuseCode code) {
      tell("refused: " + code);
    }

    @Override
    public void data(ByteBuf bytes) {
      tell(
          bytes.readableBytes() > 40
              ? "data of " + bytes.readableBytes()
              : bytes.toString(StandardCharsets.UTF_8));
      bytes.release();
      if (name.equals(FAULTY)) {
        throw new IllegalStateException("a fault");
      }
    }

    @Override
    public void readComplete() {}

    @Override
    public void ended() {
      tell("ended");
    }

    @Override
    public void done() {
      tell("done");
    }

    @Override
    public void aborted(AbortCode code) {
      tell("aborted: " + code);
    }

    @Override
    public void lost(EndReason reason, String detail) {
      tell("lost, " + reason + ": " + detail);
    }

    @Override
    public void writabilityChanged() {
      tell(tunnel.isWritable() ? "writable" : "not writable");
    }
  }
}
