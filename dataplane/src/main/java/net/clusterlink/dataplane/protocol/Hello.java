package net.clusterlink.dataplane.protocol;

import io.netty.buffer.ByteBuf;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a side says of itself beyond its certificate.
 *
 * @param minorVersion 0–255
 * @param features a bit set; unknown bits are ignored
 * @param labels the sender's peer labels
 * @param seat where the accepting side has the tunnel, if it can bundle
 */
public record Hello(
    int minorVersion, int features, Map<String, String> labels, Optional<Seat> seat) {

  /**
   * Where a tunnel is on the accepting side.
   *
   * @param loop drawn at random by what handles it there: tunnels of the same can share a bundle
   * @param number the tunnel's own there
   */
  public record Seat(UUID loop, int number) {
    /** As encoded. */
    public static final int BYTES = 20;
  }

  /** A feature: the sender only looks whether the far side is there, and reports no labels. */
  public static final int PROBE = 1;

  public static final int MAX_LABELS = 64;
  private static final int MAX_KEY = 317;
  private static final int MAX_VALUE = 63;

  public Hello {
    labels = Map.copyOf(labels);
  }

  /** Of a side that does not bundle. */
  public Hello(int minorVersion, int features, Map<String, String> labels) {
    this(minorVersion, features, labels, Optional.empty());
  }

  /** The same, of a tunnel that has a seat. */
  public Hello at(Seat taken) {
    return new Hello(minorVersion, features, labels, Optional.of(taken));
  }

  /** Whether a feature's bit is set. */
  public boolean has(int feature) {
    return (features & feature) != 0;
  }

  void write(ByteBuf out) {
    out.writeByte(minorVersion);
    out.writeInt(features);
    PairList.write(out, labels);
    seat.ifPresent(taken -> {
      out.writeLong(taken.loop().getMostSignificantBits());
      out.writeLong(taken.loop().getLeastSignificantBits());
      out.writeInt(taken.number());
    });
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
    int minorVersion = in.readUnsignedByte();
    int features = in.readInt();
    Map<String, String> labels = PairList.read(in, MAX_LABELS, MAX_KEY, MAX_VALUE);
    Optional<Seat> seat =
        in.readableBytes() < Seat.BYTES
            ? Optional.empty()
            : Optional.of(new Seat(new UUID(in.readLong(), in.readLong()), in.readInt()));
    return new Hello(minorVersion, features, labels, seat);
  }
}
