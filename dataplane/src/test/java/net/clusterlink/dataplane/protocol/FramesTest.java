package net.clusterlink.dataplane.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every byte here is one of docs/protocol.md. */
class FramesTest {

  @Test
  void writesEveryFrameAsThePageSays() {
    assertThat(hex(Frames::accept)).isEqualTo("03000000");
    assertThat(hex(alloc -> Frames.refuse(alloc, RefuseCode.OVERLOADED))).isEqualTo("0400000103");
    assertThat(hex(alloc -> Frames.dataHeader(alloc, 65_536))).isEqualTo("05010000");
    assertThat(hex(alloc -> Frames.dataHeader(alloc, 1))).isEqualTo("05000001");
    assertThat(hex(Frames::end)).isEqualTo("06000000");
    assertThat(hex(alloc -> Frames.abort(alloc, AbortCode.REVOKED))).isEqualTo("0700000103");
    assertThat(hex(alloc -> Frames.ping(alloc, 0x0102030405060708L)))
        .isEqualTo("080000080102030405060708");
    assertThat(hex(alloc -> Frames.pong(alloc, -1))).isEqualTo("09000008ffffffffffffffff");
    assertThat(hex(alloc -> Frames.goodbye(alloc, GoodbyeCode.CREDENTIALS)))
        .isEqualTo("0a00000104");
  }

  @Test
  void putsTheHeaderOfDataBeforeItsBytesWhereThereIsRoom() {
    ByteBuf bytes = Unpooled.buffer().writeZero(Frames.HEADER).writeInt(0x01020304);
    bytes.readerIndex(Frames.HEADER);
    assertThat(Frames.prependDataHeader(bytes)).isTrue();
    assertThat(ByteBufUtil.hexDump(bytes)).isEqualTo("0500000401020304");
  }

  @Test
  void leavesDataAloneThatHasNoRoomBefore() {
    ByteBuf bytes = Unpooled.buffer().writeInt(0x01020304).skipBytes(Frames.HEADER - 1);
    assertThat(Frames.prependDataHeader(bytes)).isFalse();
    assertThat(ByteBufUtil.hexDump(bytes)).isEqualTo("04");
  }

  /** What is before may be another's bytes, yet to be sent. */
  @Test
  void leavesDataAloneThatSharesItsMemory() {
    ByteBuf bytes = Unpooled.buffer().writeLong(0x0102030405060708L);
    ByteBuf first = bytes.readRetainedSlice(4);
    assertThat(Frames.prependDataHeader(bytes)).isFalse();
    assertThat(ByteBufUtil.hexDump(first)).isEqualTo("01020304");
    assertThat(
            Frames.prependDataHeader(Unpooled.wrappedBuffer(new byte[8]).skipBytes(4).asReadOnly()))
        .isFalse();
  }

  @Test
  void writesSessionIdsAs32HexadecimalDigits() {
    assertThat(new SessionId(1, -1)).hasToString("0000000000000001ffffffffffffffff");
  }

  @Test
  void numbersItsCodesAsThePageSays() {
    assertThat(RefuseCode.values())
        .extracting(code -> code.code() + " " + code)
        .containsExactly(
            "1 not-found-or-denied",
            "2 unreachable",
            "3 overloaded",
            "4 draining",
            "5 protocol",
            "6 internal");
    assertThat(AbortCode.values())
        .extracting(code -> code.code() + " " + code)
        .containsExactly(
            "1 reset", "2 timeout", "3 revoked", "4 shutdown", "5 protocol", "6 internal");
    assertThat(GoodbyeCode.values())
        .extracting(code -> code.code() + " " + code)
        .containsExactly("1 idle", "2 age", "3 draining", "4 credentials", "5 protocol");
  }

  @ParameterizedTest
  @EnumSource
  void readsEveryRefuseCode(RefuseCode code) throws ProtocolException {
    assertThat(Payloads.ofFrame(alloc -> Frames.refuse(alloc, code), Frames::refuseCode))
        .isEqualTo(code);
  }

  @ParameterizedTest
  @EnumSource
  void readsEveryAbortCode(AbortCode code) throws ProtocolException {
    assertThat(Payloads.ofFrame(alloc -> Frames.abort(alloc, code), Frames::abortCode))
        .isEqualTo(code);
  }

  @ParameterizedTest
  @EnumSource
  void readsEveryGoodbyeCode(GoodbyeCode code) throws ProtocolException {
    assertThat(Payloads.ofFrame(alloc -> Frames.goodbye(alloc, code), Frames::goodbyeCode))
        .isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 127, 128, 255})
  void takesAnUnknownCodeForTheVaguestOne(int code) throws ProtocolException {
    assertThat(Payloads.read(out -> out.writeByte(code), Frames::refuseCode))
        .isEqualTo(RefuseCode.INTERNAL);
    assertThat(Payloads.read(out -> out.writeByte(code), Frames::abortCode))
        .isEqualTo(AbortCode.INTERNAL);
    assertThat(Payloads.read(out -> out.writeByte(code), Frames::goodbyeCode))
        .isEqualTo(GoodbyeCode.PROTOCOL);
  }

  @Test
  void ignoresWhatLaterVersionsAppendToACode() throws ProtocolException {
    assertThat(Payloads.read(out -> out.writeByte(2).writeZero(63), Frames::refuseCode))
        .isEqualTo(RefuseCode.UNREACHABLE);
  }

  @Test
  void refusesAFrameWithoutItsCode() {
    assertThatThrownBy(() -> Payloads.read(_ -> {}, Frames::refuseCode))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("REFUSE frame without a code");
    assertThatThrownBy(() -> Payloads.read(_ -> {}, Frames::abortCode))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("ABORT frame without a code");
    assertThatThrownBy(() -> Payloads.read(_ -> {}, Frames::goodbyeCode))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("GOODBYE frame without a code");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7})
  void refusesAPingOfAnotherLength(int length) {
    assertThatThrownBy(() -> Payloads.read(out -> out.writeZero(length), Frames::pingPayload))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("a ping of " + length + " bytes, not 8");
  }

  private static String hex(Function<UnpooledByteBufAllocator, ByteBuf> frame) {
    ByteBuf written = frame.apply(UnpooledByteBufAllocator.DEFAULT);
    try {
      return ByteBufUtil.hexDump(written);
    } finally {
      written.release();
    }
  }
}
