package net.clusterlink.dataplane.protocol;

import io.netty.buffer.ByteBuf;
import java.util.Map;

/**
 * What a side says of itself beyond its certificate.
 *
 * @param minorVersion 0–255
 * @param features a bit set; unknown bits are ignored
 * @param labels the sender's peer labels
 */
public record Hello(int minorVersion, int features, Map<String, String> labels) {
  /** A feature: the sender only looks whether the far side is there, and reports no labels. */
  public static final int PROBE = 1;

  public static final int MAX_LABELS = 64;
  private static final int MAX_KEY = 317;
  private static final int MAX_VALUE = 63;

  public Hello {
    labels = Map.copyOf(labels);
  }

  /** Whether a feature's bit is set. */
  public boolean has(int feature) {
    return (features & feature) != 0;
  }

  void write(ByteBuf out) {
    out.writeByte(minorVersion);
    out.writeInt(features);
    PairList.write(out, labels);
  }

  /**
   * Reads a hello's payload.
   *
   * @throws ProtocolException when it is malformed
   */
  public static Hello read(ByteBuf in) throws ProtocolException {
    if (in.readableBytes() < 5) {
      throw new ProtocolException("a hello that ends too early");
    }
    return new Hello(
        in.readUnsignedByte(), in.readInt(), PairList.read(in, MAX_LABELS, MAX_KEY, MAX_VALUE));
  }
}
