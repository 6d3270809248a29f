package net.clusterlink.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import net.clusterlink.dataplane.protocol.AbortCode;
import net.clusterlink.dataplane.protocol.GoodbyeCode;
import net.clusterlink.dataplane.protocol.RefuseCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Both sides of several tunnels and their bundles, between which bytes travel in any order that TCP
 * allows: each connection in its own order, at its own pace. Whatever happens, each direction of
 * each session has its bytes once and in order, and its end behind them.
 */
@Timeout(60)
class BundleOrderTest {
  private static final int SESSIONS = 4;
  private static final int FIRST_BUNDLE = 10;

  @Test
  void bringsEachByteOnceAndInOrderHoweverTheConnectionsAreAheadOfEachOther() {
    int bundled = 0;
    for (int seed = 0; seed < 100; seed++) {
      var fabric = new Fabric(seed);
      fabric.run();
      bundled += fabric.bundles;
    }
    assertThat(bundled).as("bundles in all").isGreaterThan(60);
  }

  /** One way between the two ends of a connection. */
  private record Way(TunnelUnderTest from, TunnelUnderTest to, Deque<byte[]> underWay) {}

  private static final class Fabric {
    private final int seed;
    private final Random random;
    private final Map<Integer, TunnelUnderTest> near = new HashMap<>();
    private final Map<Integer, TunnelUnderTest> far = new HashMap<>();
    private final List<Way> ways = new ArrayList<>();
    private final List<Side> sides = new ArrayList<>();
    private final List<TunnelUnderTest> wanted = new ArrayList<>();
    private long nowNs;
    private final BundleGroup group = new BundleGroup(this::dial, () -> nowNs);
    private int bundles;

    Fabric(int seed) {
      this.seed = seed;
      this.random = new Random(seed);
      for (int number = 1; number <= SESSIONS; number++) {
        connect(number);
        var nearSide = new Side(near(number), "near " + number);
        var farSide = new Side(far(number), "far " + number);
        nearSide.other = farSide;
        farSide.other = nearSide;
        sides.add(nearSide);
        sides.add(farSide);
        near(number).tunnel.open(TunnelUnderTest.open(), nearSide);
        near(number).tunnel.flush();
        deliverAll();
        far(number).tunnel.accept(farSide);
        far(number).tunnel.flush();
        deliverAll();
      }
    }

    private TunnelUnderTest near(int number) {
      return Objects.requireNonNull(near.get(number));
    }

    private TunnelUnderTest far(int number) {
      return Objects.requireNonNull(far.get(number));
    }

    private void connect(int number) {
      TunnelUnderTest accepted = TunnelUnderTest.accepted(number, far);
      accepted.receive(FarFrames.hello());
      accepted.sent();
      TunnelUnderTest dialed = TunnelUnderTest.dialed(number, group, near);
      ways.add(new Way(dialed, accepted, new ArrayDeque<>()));
      ways.add(new Way(accepted, dialed, new ArrayDeque<>()));
    }

    private void dial() {
      int number = FIRST_BUNDLE + bundles;
      connect(number);
      bundles++;
      wanted.add(near(number));
    }

    void run() {
      for (int step = 0; step < 2_000; step++) {
        step();
      }
      sides.forEach(side -> side.reading(true));
      sides.forEach(Side::end);
      for (int round = 0; round < 50; round++) {
        deliverAll();
        sides.forEach(side -> side.reading(true));
      }
      sides.forEach(Side::check);
      Stream.concat(near.values().stream(), far.values().stream()).forEach(TunnelUnderTest::close);
    }

    private void step() {
      Side side = sides.get(random.nextInt(sides.size()));
      switch (random.nextInt(40)) {
        case 0 -> side.reading(random.nextBoolean());
        case 1 -> side.send(4_097 + random.nextInt(20_000));
        case 2 -> side.send(1_000 + random.nextInt(3_000));
        case 3 -> {
          if (random.nextInt(60) == 0) {
            side.end();
          }
        }
        case 4 -> {
          if (random.nextInt(20) == 0) {
            retireABundle();
          }
        }
        case 5 -> {
          if (!wanted.isEmpty() && wanted.getFirst().tunnel.isFree()) {
            group.take(wanted.removeFirst().tunnel);
          }
          nowNs += 5_000_000_000L;
        }
        case 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 ->
            side.send(1 + random.nextInt(100));
        default -> deliverSome(ways.get(random.nextInt(ways.size())));
      }
    }

    private void retireABundle() {
      Map<Integer, TunnelUnderTest> saying = random.nextBoolean() ? near : far;
      TunnelUnderTest bundle = saying.get(FIRST_BUNDLE + Math.max(0, bundles - 1));
      if (bundle != null) {
        bundle.tunnel.retire(GoodbyeCode.AGE);
      }
    }

    /** Some of what is under way arrives, cut anywhere. */
    private void deliverSome(Way way) {
      collect(way);
      byte[] first = way.underWay().poll();
      if (first == null || !way.to().channel.isOpen() || !way.to().isReading()) {
        if (first != null) {
          way.underWay().addFirst(first);
        }
        return;
      }
      int length = 1 + random.nextInt(first.length);
      if (length < first.length) {
        way.underWay().addFirst(Arrays.copyOfRange(first, length, first.length));
      }
      way.to().receive(Unpooled.copiedBuffer(first, 0, length));
    }

    private static void collect(Way way) {
      way.from().channel.runPendingTasks();
      for (ByteBuf out = way.from().channel.readOutbound();
          out != null;
          out = way.from().channel.readOutbound()) {
        if (out.isReadable()) {
          way.underWay().add(ByteBufUtil.getBytes(out));
        }
        out.release();
      }
    }

    private void deliverAll() {
      boolean more = true;
      while (more) {
        more = false;
        for (Way way : List.copyOf(ways)) {
          collect(way);
          while (!way.underWay().isEmpty() && way.to().channel.isOpen() && way.to().isReading()) {
            more = true;
            way.to().receive(Unpooled.wrappedBuffer(way.underWay().remove()));
          }
        }
      }
    }

    /** One side of a session: what it sends, and what has come to it. */
    private final class Side implements TunnelSession {
      private final TunnelUnderTest tunnel;
      private final String name;
      private final Random content;
      private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
      private final ByteArrayOutputStream came = new ByteArrayOutputStream();
      private Side other = this;
      private boolean endSent;
      private boolean endCame;
      private boolean done;

      Side(TunnelUnderTest tunnel, String name) {
        this.tunnel = tunnel;
        this.name = name;
        this.content = new Random(seed);
      }

      void send(int length) {
        if (endSent) {
          return;
        }
        byte[] bytes = new byte[length];
        content.nextBytes(bytes);
        sent.writeBytes(bytes);
        tunnel.tunnel.sendData(tunnel.bytes(length).setBytes(0, bytes));
        tunnel.tunnel.flush();
      }

      void end() {
        if (!endSent) {
          endSent = true;
          tunnel.tunnel.sendEnd();
        }
      }

      void reading(boolean on) {
        if (!done) {
          tunnel.tunnel.reading(on);
        }
      }

      void check() {
        assertThat(came.toByteArray())
            .as("what came to %s, seed %d", name, seed)
            .isEqualTo(other.sent.toByteArray());
        assertThat(endCame).as("the end came to %s, seed %d", name, seed).isTrue();
        assertThat(done).as("%s is done, seed %d", name, seed).isTrue();
        assertThat(tunnel.tunnel.isFree()).as("%s is free, seed %d", name, seed).isTrue();
      }

      @Override
      public void accepted() {}

      @Override
      public void data(ByteBuf bytes) {
        assertThat(endCame).as("bytes behind the end, %s, seed %d", name, seed).isFalse();
        came.writeBytes(ByteBufUtil.getBytes(bytes));
        bytes.release();
      }

      @Override
      public void readComplete() {}

      @Override
      public void ended() {
        endCame = true;
      }

      @Override
      public void done() {
        done = true;
      }

      @Override
      public void refused(RefuseCode code) {
        throw new AssertionError(name + " refused: " + code + ", seed " + seed);
      }

      @Override
      public void aborted(AbortCode code) {
        throw new AssertionError(name + " aborted: " + code + ", seed " + seed);
      }

      @Override
      public void lost(EndReason reason, String detail) {
        throw new AssertionError(name + " lost: " + detail + ", seed " + seed);
      }

      @Override
      public void writabilityChanged() {}
    }
  }
}
