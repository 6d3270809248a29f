package net.clusterlink.systemtests.wire;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

/**
 * A frame of docs/protocol.md, section 2, well made or not.
 *
 * @param type the number of its type
 * @param declaredLength the length it claims
 * @param payload what follows in truth
 */
@SuppressWarnings("ArrayRecordComponent") // a value only within a test
public record Frame(int type, int declaredLength, byte[] payload) {
  public static final int HELLO = 1;
  public static final int OPEN = 2;
  public static final int ACCEPT = 3;
  public static final int REFUSE = 4;
  public static final int DATA = 5;
  public static final int END = 6;
  public static final int ABORT = 7;
  public static final int PING = 8;
  public static final int PONG = 9;
  public static final int GOODBYE = 10;

  /** A frame that claims the length it has. */
  public static Frame of(int type, byte... payload) {
    return new Frame(type, payload.length, payload);
  }

  /** A hello with these labels. */
  public static Frame hello(Map<String, String> labels) {
    return built(
        HELLO,
        out -> {
          out.writeByte(0);
          out.writeInt(0);
          writePairs(out, labels);
        });
  }

  /**
   * An open of an export of the default namespace.
   *
   * @param session 32 hexadecimal digits
   */
  public static Frame open(String session, String export, Map<String, String> attributes) {
    return built(
        OPEN,
        out -> {
          out.write(HexFormat.of().parseHex(session));
          writeString(out, "default");
          writeString(out, export);
          writePairs(out, attributes);
        });
  }

  /** Bytes of the session. */
  public static Frame data(String text) {
    return of(DATA, text.getBytes(StandardCharsets.UTF_8));
  }

  /** No more bytes this way. */
  public static Frame end() {
    return of(END);
  }

  /** The first byte of the payload: the code of a refuse, abort or goodbye. */
  public int code() {
    return payload[0];
  }

  /** The payload as text. */
  public String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  static Frame read(DataInputStream in) throws IOException {
    int type = in.readUnsignedByte();
    int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
    byte[] payload = new byte[length];
    in.readFully(payload);
    return of(type, payload);
  }

  byte[] encoded() {
    return bytes(out -> {
      out.writeByte(type);
      out.writeShort(declaredLength >>> 8);
      out.writeByte(declaredLength);
      out.write(payload);
    });
  }

  @FunctionalInterface
  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private static Frame built(int type, Writing writing) {
    return of(type, bytes(writing));
  }

  private static byte[] bytes(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writing.to(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private static void writePairs(DataOutputStream out, Map<String, String> pairs)
      throws IOException {
    out.writeShort(pairs.size());
    for (Map.Entry<String, String> pair : pairs.entrySet()) {
      writeString(out, pair.getKey());
      writeString(out, pair.getValue());
    }
  }

  private static void writeString(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeShort(utf8.length);
    out.write(utf8);
  }

  @Override
  public String toString() {
    return "frame of type " + type + " with " + payload.length + " bytes";
  }
}
