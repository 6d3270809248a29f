package net.clusterlink.dataplane.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Strings and pair lists (docs/protocol.md, section 2), read with their bounds. */
final class PairList {
  private PairList() {}

  static void write(ByteBuf out, Map<String, String> pairs) {
    out.writeShort(pairs.size());
    pairs.forEach((key, value) -> {
      writeString(out, key);
      writeString(out, value);
    });
  }

  static void writeString(ByteBuf out, String text) {
    int lengthIndex = out.writerIndex();
    out.writeShort(0);
    int length = ByteBufUtil.writeUtf8(out, text);
    out.setShort(lengthIndex, length);
  }

  static Map<String, String> read(ByteBuf in, int maxPairs, int maxKey, int maxValue)
      throws ProtocolException {
    int count = readCount(in, "a pair list");
    if (count > maxPairs) {
      throw new ProtocolException("a list of " + count + " pairs, limit " + maxPairs);
    }
    var pairs = LinkedHashMap.<String, String>newLinkedHashMap(count);
    for (int i = 0; i < count; i++) {
      String key = readString(in, 1, maxKey, "a key");
      String value = readString(in, 0, maxValue, "a value");
      if (pairs.put(key, value) != null) {
        throw new ProtocolException("a key that occurs twice");
      }
    }
    return pairs;
  }

  static String readString(ByteBuf in, int min, int max, String what) throws ProtocolException {
    int length = readCount(in, what);
    if (length < min || length > max) {
      throw new ProtocolException(what + " of " + length + " bytes, not within " + min + "–" + max);
    }
    if (in.readableBytes() < length) {
      throw new ProtocolException(what + " that ends too early");
    }
    byte[] bytes = new byte[length];
    in.readBytes(bytes);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ProtocolException(what + " that is not UTF-8");
    }
  }

  private static int readCount(ByteBuf in, String what) throws ProtocolException {
    if (in.readableBytes() < 2) {
      throw new ProtocolException(what + " that ends too early");
    }
    return in.readUnsignedShort();
  }
}
