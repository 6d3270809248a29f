package net.clusterlink.dataplane.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Function;

/** Payloads as a far side could write them, in whichever wrong way. */
final class Payloads {
  private Payloads() {}

  /** Reads what is written, and sees that the buffer is left to its owner. */
  static <T> T read(Consumer<ByteBuf> writer, Reading<T> reading) throws ProtocolException {
    ByteBuf payload = Unpooled.directBuffer();
    try {
      writer.accept(payload);
      return reading.read(payload);
    } finally {
      assertThat(payload.refCnt()).isEqualTo(1);
      payload.release();
    }
  }

  /** Reads the payload of a frame that this side wrote. */
  static <T> T ofFrame(Function<UnpooledByteBufAllocator, ByteBuf> frame, Reading<T> reading)
      throws ProtocolException {
    ByteBuf written = frame.apply(UnpooledByteBufAllocator.DEFAULT);
    try {
      assertThat(written.readInt() & 0xFFFFFF).isEqualTo(written.readableBytes());
      T value = reading.read(written);
      assertThat(written.isReadable()).isFalse();
      return value;
    } finally {
      assertThat(written.refCnt()).isEqualTo(1);
      written.release();
    }
  }

  static ByteBuf string(ByteBuf out, String text) {
    return bytes(out, text.getBytes(StandardCharsets.UTF_8));
  }

  static ByteBuf bytes(ByteBuf out, byte... bytes) {
    return out.writeShort(bytes.length).writeBytes(bytes);
  }

  /** Reads a payload. */
  interface Reading<T> {
    T read(ByteBuf payload) throws ProtocolException;
  }
}
