package net.clusterlink.dataplane.protocol;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** A session's id, drawn by the side that opens it and the same in both gateways' logs. */
public record SessionId(long high, long low) {

  /** Draws a new one. */
  public static SessionId draw(RandomGenerator random) {
    return new SessionId(random.nextLong(), random.nextLong());
  }

  /** 32 hexadecimal digits. */
  @Override
  public String toString() {
    var hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }
}
