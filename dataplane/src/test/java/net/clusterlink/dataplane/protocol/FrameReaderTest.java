package net.clusterlink.dataplane.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class FrameReaderTest {
  /** In the order of their codes. */
  private static final List<FrameType> TYPES = List.of(FrameType.values());

  private final RecordedFrames frames = new RecordedFrames();
  private final FrameReader reader = new FrameReader(frames);

  @Test
  void findsTheSameFramesHoweverTheStreamIsCut() throws ProtocolException {
    for (int seed = 0; seed < 100; seed++) {
      var random = new Random(seed);
      byte[] stream = someFrames(random);
      var found = new RecordedFrames();
      var cutReader = new FrameReader(found);
      int most = random.nextBoolean() ? 7 : 40_000;
      for (int from = 0; from < stream.length; ) {
        int until = Math.min(stream.length, from + 1 + random.nextInt(most));
        read(cutReader, stream, from, until);
        from = until;
      }
      assertThat(found.all()).as("seed %d", seed).isEqualTo(framesOf(stream));
    }
  }

  @Test
  void findsTheSameFramesByteByByte() throws ProtocolException {
    byte[] stream = someFrames(new Random(1));
    for (int i = 0; i < stream.length; i++) {
      read(reader, stream, i, i + 1);
    }
    assertThat(frames.all()).isEqualTo(framesOf(stream));
  }

  @Test
  void pausesBehindAFrameAndGoesOnWithTheNextHoweverTheStreamIsCut() throws ProtocolException {
    for (int seed = 0; seed < 100; seed++) {
      var random = new Random(seed);
      byte[] stream = someFrames(random);
      var found = new RecordedFrames();
      found.pausesBehindEach = true;
      var pausing = new FrameReader(found);
      int most = random.nextBoolean() ? 7 : 40_000;
      for (int from = 0; from < stream.length; ) {
        int until = Math.min(stream.length, from + 1 + random.nextInt(most));
        ByteBuf in = Unpooled.wrappedBuffer(stream, from, until - from);
        while (in.isReadable()) {
          found.paused = false;
          pausing.read(in);
        }
        from = until;
      }
      assertThat(found.all()).as("seed %d", seed).isEqualTo(framesOf(stream));
    }
  }

  @Test
  void readsNothingBehindTheFrameAtWhichItPauses() throws ProtocolException {
    frames.pausesBehindEach = true;
    ByteBuf in = Unpooled.wrappedBuffer(HexFormat.of().parseHex("03000000" + "06000000"));
    reader.read(in);
    assertThat(frames.all()).containsExactly("ACCEPT ");
    assertThat(in.readableBytes()).isEqualTo(4);
    reader.read(in);
    assertThat(in.readableBytes()).isEqualTo(4);
  }

  @Test
  void passesDataOnWithoutWaitingForTheWholeFrame() throws ProtocolException {
    read(reader, hex("05010000 aabb"));
    assertThat(frames.dataBytes()).isEqualTo(2);
  }

  @Test
  void survivesAnyGarbageWithNothingButAProtocolException() {
    int refused = 0;
    for (int seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      byte[] garbage = new byte[1 + random.nextInt(3_000)];
      random.nextBytes(garbage);
      // Else all but a few would end at their first byte.
      for (int i = 0; i < garbage.length - 3; i += 1 + random.nextInt(40)) {
        garbage[i] = (byte) random.nextInt(17);
        garbage[i + 1] = 0;
        garbage[i + 2] = 0;
      }
      var garbageReader = new FrameReader(new RecordedFrames());
      try {
        read(garbageReader, garbage);
      } catch (ProtocolException _) {
        refused++;
      }
    }
    assertThat(refused).isBetween(500, 2_000);
  }

  @ParameterizedTest
  @EnumSource
  void refusesALengthBeyondTheLimitBeforeAnyPayload(FrameType type) throws ProtocolException {
    int tooLong = type.limit() + 1;
    assertThatThrownBy(() -> read(reader, header(type.code(), tooLong)))
        .isInstanceOf(ProtocolException.class)
        .hasMessage(type + " frame of " + tooLong + " bytes, limit " + type.limit());
    assertThat(frames.all()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void takesALengthOfExactlyTheLimit(FrameType type) throws ProtocolException {
    read(reader, header(type.code(), type.limit()));
    read(reader, new byte[type.limit()]);
    assertThat(frames.all())
        .containsExactly(type + " " + HexFormat.of().formatHex(new byte[type.limit()]));
  }

  @Test
  void tellsThatItWasTheOpenThatIsTooLong() {
    assertThatThrownBy(() -> read(reader, header(FrameType.OPEN.code(), 16_385)))
        .isInstanceOfSatisfying(ProtocolException.class, e -> assertThat(e.inOpen()).isTrue());
    assertThatThrownBy(() ->
            read(new FrameReader(new RecordedFrames()), header(FrameType.HELLO.code(), 16_385)))
        .isInstanceOfSatisfying(ProtocolException.class, e -> assertThat(e.inOpen()).isFalse());
  }

  @Test
  void refusesDataWithoutData() {
    assertThatThrownBy(() -> read(reader, hex("05000000")))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("data frame without data");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "DATA")
  void takesAnyOtherFrameWithoutPayload(FrameType type) throws ProtocolException {
    read(reader, header(type.code(), 0));
    assertThat(frames.all()).containsExactly(type + " ");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 16, 127, 128, 255})
  void refusesATypeThatThereIsNot(int type) {
    assertThatThrownBy(() -> read(reader, header((byte) type, 0)))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("unknown frame type " + type);
  }

  // ---- the reference ----

  /** The frames of a whole stream, read in the simplest way. */
  private static List<String> framesOf(byte[] stream) {
    var found = new ArrayList<String>();
    var data = new ByteArrayOutputStream();
    for (int at = 0; at < stream.length; ) {
      FrameType type = TYPES.get(stream[at] - 1);
      int length =
          ((stream[at + 1] & 0xFF) << 16)
              | ((stream[at + 2] & 0xFF) << 8)
              | (stream[at + 3] & 0xFF);
      if (type == FrameType.DATA) {
        data.write(stream, at + 4, length);
      }
      boolean last = at + 4 + length == stream.length;
      if (data.size() > 0 && (last || type != FrameType.DATA)) {
        found.add(RecordedFrames.data(data.toByteArray()));
        data.reset();
      }
      if (type != FrameType.DATA) {
        found.add(type + " " + HexFormat.of().formatHex(stream, at + 4, at + 4 + length));
      }
      at += 4 + length;
    }
    return found;
  }

  private static byte[] someFrames(Random random) {
    var stream = new ByteArrayOutputStream();
    int count = 1 + random.nextInt(12);
    for (int i = 0; i < count; i++) {
      FrameType type = TYPES.get(random.nextInt(TYPES.size()));
      int most = random.nextInt(4) == 0 ? type.limit() : Math.min(type.limit(), 20);
      int length = random.nextInt(most + 1);
      if (type == FrameType.DATA && length == 0) {
        length = 1;
      }
      byte[] payload = new byte[length];
      random.nextBytes(payload);
      stream.writeBytes(header(type.code(), length));
      stream.writeBytes(payload);
    }
    return stream.toByteArray();
  }

  // ---- small steps ----

  private static byte[] header(byte type, int length) {
    return new byte[] {type, (byte) (length >>> 16), (byte) (length >>> 8), (byte) length};
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  private static void read(FrameReader reader, byte[] bytes) throws ProtocolException {
    read(reader, bytes, 0, bytes.length);
  }

  /** Reads a part, and sees that nothing of it is held afterwards. */
  private static void read(FrameReader reader, byte[] bytes, int from, int until)
      throws ProtocolException {
    ByteBuf in = Unpooled.directBuffer(until - from).writeBytes(bytes, from, until - from);
    try {
      reader.read(in);
      assertThat(in.isReadable()).isFalse();
    } finally {
      assertThat(in.refCnt()).isEqualTo(1);
      in.release();
    }
  }
}
