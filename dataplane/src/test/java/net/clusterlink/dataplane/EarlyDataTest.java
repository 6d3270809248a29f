package net.clusterlink.dataplane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EarlyDataTest {
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  private final EarlyData early = new EarlyData(allocator);

  @AfterEach
  void releasesEveryBuffer() {
    early.release();
    assertThat(allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory())
        .isZero();
  }

  @Test
  void hasNothingToSendAtFirst() {
    assertThat(early.unsentBeforeAnswer()).isNull();
    assertThat(early.unsent()).isNull();
    assertThat(early.size()).isZero();
    assertThat(early.isFull()).isFalse();
    assertThat(early.endIsDue()).isFalse();
  }

  @Test
  void givesEachByteOnce() {
    add("one");
    add("two");
    assertThat(text(early.unsentBeforeAnswer())).isEqualTo("onetwo");
    assertThat(early.unsentBeforeAnswer()).isNull();
    add("three");
    assertThat(text(early.unsent())).isEqualTo("three");
    assertThat(early.size()).isEqualTo(11);
  }

  @Test
  void givesAllAgainForTheNextSource() {
    add("one");
    assertThat(text(early.unsentBeforeAnswer())).isEqualTo("one");
    add("two");
    early.rewind();
    assertThat(text(early.unsentBeforeAnswer())).isEqualTo("onetwo");
  }

  @Test
  void holdsBackWhatIsBeyondTheLimitUntilTheAnswer() {
    early.add(allocator.buffer().writeZero(65_535));
    assertThat(early.isFull()).isFalse();
    early.add(allocator.buffer().writeZero(1));
    assertThat(early.isFull()).isTrue();
    add("more");
    assertThat(length(early.unsentBeforeAnswer())).isEqualTo(65_536);
    assertThat(early.unsentBeforeAnswer()).isNull();
    assertThat(text(early.unsent())).isEqualTo("more");
  }

  @Test
  void owesTheEndOnlyBehindTheLastByte() {
    early.add(allocator.buffer().writeZero(65_540));
    early.end();
    assertThat(early.hasEnded()).isTrue();
    assertThat(early.endIsDue()).isFalse();
    assertThat(length(early.unsentBeforeAnswer())).isEqualTo(65_536);
    assertThat(early.endIsDue()).isFalse();
    assertThat(length(early.unsent())).isEqualTo(4);
    assertThat(early.endIsDue()).isTrue();
    early.rewind();
    assertThat(early.endIsDue()).isFalse();
  }

  @Test
  void owesTheEndOfAClientThatSaysNothing() {
    early.end();
    assertThat(early.endIsDue()).isTrue();
  }

  @Test
  void keepsWhatWasGivenOutWhenMoreComes() {
    add("one");
    ByteBuf given = early.unsentBeforeAnswer();
    early.add(allocator.buffer().writeZero(100_000));
    assertThat(text(given)).isEqualTo("one");
  }

  @Test
  void costsWhatItCountsHoweverSmallThePieces() {
    for (int i = 0; i < 65_536; i++) {
      early.add(allocator.buffer(1_024).writeByte(i));
    }
    assertThat(allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory())
        .isLessThanOrEqualTo(131_072);
  }

  private void add(String text) {
    early.add(allocator.buffer().writeBytes(text.getBytes(UTF_8)));
  }

  private static String text(@Nullable ByteBuf given) {
    assertThat(given).isNotNull();
    try {
      return given.toString(UTF_8);
    } finally {
      given.release();
    }
  }

  private static int length(@Nullable ByteBuf given) {
    return text(given).length();
  }
}
