package net.clusterlink.dataplane.protocol;

import static net.clusterlink.dataplane.protocol.Payloads.bytes;
import static net.clusterlink.dataplane.protocol.Payloads.string;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class HelloTest {

  @Test
  void readsWhatItWrote() throws ProtocolException {
    var hello = new Hello(255, 0x8000_0001, Map.of("region", "eu", "zone", "", "größe", "groß ☃"));
    assertThat(Payloads.ofFrame(alloc -> Frames.hello(alloc, hello), Hello::read)).isEqualTo(hello);
  }

  @Test
  void readsAHelloWithoutLabels() throws ProtocolException {
    var hello = new Hello(0, 0, Map.of());
    assertThat(Payloads.ofFrame(alloc -> Frames.hello(alloc, hello), Hello::read)).isEqualTo(hello);
  }

  @Test
  void readsWhereTheAcceptingSideHasTheTunnel() throws ProtocolException {
    Hello hello =
        new Hello(1, 0, Map.of("region", "eu"))
            .at(new Hello.Seat(new UUID(-1, 0x0102_0304_0506_0708L), -2));
    assertThat(Payloads.ofFrame(alloc -> Frames.hello(alloc, hello), Hello::read)).isEqualTo(hello);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 19})
  void takesLessThanThatForNothing(int length) throws ProtocolException {
    Hello read =
        Payloads.read(
            out -> string(string(start(out, 1), "a"), "b").writeBytes(new byte[length]),
            Hello::read);
    assertThat(read.seat()).isEmpty();
  }

  @Test
  void takesAsManyAndAsLongLabelsAsTheLimitsSay() throws ProtocolException {
    var labels = new HashMap<String, String>();
    for (int i = 0; i < 42; i++) {
      labels.put("%02d".formatted(i) + "k".repeat(315), "v".repeat(63));
    }
    for (int i = 42; i < 64; i++) {
      labels.put("k" + i, "");
    }
    var hello = new Hello(0, 0, labels);
    assertThat(Payloads.ofFrame(alloc -> Frames.hello(alloc, hello), Hello::read)).isEqualTo(hello);
  }

  @Test
  void ignoresWhatLaterVersionsAppend() throws ProtocolException {
    Hello read =
        Payloads.read(
            out -> string(string(start(out, 1), "a"), "b").writeBytes(new byte[40]), Hello::read);
    assertThat(read.labels()).containsExactly(Map.entry("a", "b"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4})
  void refusesOneThatEndsBeforeItsLabels(int length) {
    refuses(out -> out.writeZero(length), "a hello that ends too early");
  }

  @Test
  void refusesOneThatEndsWithinItsLabels() {
    refuses(out -> out.writeZero(5), "a pair list that ends too early");
    refuses(out -> out.writeZero(6), "a pair list that ends too early");
    refuses(out -> start(out, 1), "a key that ends too early");
    refuses(
        out -> start(out, 1).writeShort(3).writeBytes(new byte[2]), "a key that ends too early");
    refuses(out -> string(start(out, 1), "key"), "a value that ends too early");
    refuses(out -> string(start(out, 1), "key").writeShort(1), "a value that ends too early");
    refuses(out -> string(string(start(out, 2), "a"), "b"), "a key that ends too early");
  }

  @Test
  void refusesMoreLabelsThanTheLimitWithoutReadingThem() {
    refuses(out -> start(out, 65), "a list of 65 pairs, limit 64");
    refuses(out -> start(out, 65_535), "a list of 65535 pairs, limit 64");
  }

  @Test
  void refusesLabelsThatAreTooLongOrHaveNoKey() {
    refuses(out -> string(start(out, 1), "k".repeat(318)), "a key of 318 bytes, not within 1–317");
    refuses(out -> start(out, 1).writeShort(65_535), "a key of 65535 bytes, not within 1–317");
    refuses(out -> string(start(out, 1), ""), "a key of 0 bytes, not within 1–317");
    refuses(
        out -> string(string(start(out, 1), "k"), "v".repeat(64)),
        "a value of 64 bytes, not within 0–63");
  }

  @Test
  void refusesAKeyThatOccursTwice() {
    refuses(
        out -> string(string(string(string(start(out, 2), "a"), "b"), "a"), "c"),
        "a key that occurs twice");
  }

  @Test
  void refusesWhatIsNotUtf8() {
    refuses(out -> bytes(start(out, 1), (byte) 0xC0, (byte) 0x80), "a key that is not UTF-8");
    refuses(
        out -> bytes(string(start(out, 1), "k"), (byte) 0xED, (byte) 0xA0, (byte) 0x80),
        "a value that is not UTF-8");
    refuses(out -> bytes(string(start(out, 1), "k"), (byte) 0xFF), "a value that is not UTF-8");
  }

  @Test
  void survivesAnyGarbageWithNothingButAProtocolException() {
    int read = 0;
    for (int seed = 0; seed < 3_000; seed++) {
      var random = new Random(seed);
      byte[] garbage = new byte[random.nextInt(60)];
      random.nextBytes(garbage);
      for (int i = 5; i < garbage.length; i += 1 + random.nextInt(4)) {
        garbage[i] = (byte) random.nextInt(3);
      }
      try {
        Payloads.read(out -> out.writeBytes(garbage), Hello::read);
        read++;
      } catch (ProtocolException _) {
        // What is asked for.
      }
    }
    assertThat(read).isBetween(1, 2_999);
  }

  private static ByteBuf start(ByteBuf out, int pairs) {
    return out.writeZero(5).writeShort(pairs);
  }

  private static void refuses(Consumer<ByteBuf> payload, String message) {
    assertThatThrownBy(() -> Payloads.read(payload, Hello::read))
        .isInstanceOf(ProtocolException.class)
        .hasMessage(message);
  }
}
