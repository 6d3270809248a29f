package net.clusterlink.snapshot;

import java.nio.ByteBuffer;

/**
 * The leading bits of an IP address, or all of them: left-aligned in 128 bits, the rest zero.
 *
 * @param high the first 64 bits; those of an IPv4 address are its upper half
 * @param low the last 64 bits
 */
record Prefix(long high, long low) {

  /** All bits of an address of 4 or 16 bytes. */
  static Prefix of(byte[] address) {
    ByteBuffer bytes = ByteBuffer.wrap(address);
    return address.length == 4
        ? new Prefix((long) bytes.getInt() << 32, 0)
        : new Prefix(bytes.getLong(), bytes.getLong());
  }

  /**
   * The first bits of this.
   *
   * @param length how many, 0 to 128
   */
  Prefix truncated(int length) {
    return new Prefix(high & mask(length), low & mask(length - 64));
  }

  private static long mask(int bits) {
    // A shift by 64 would be a shift by 0 (JLS 15.19).
    return bits <= 0 ? 0 : -1L << Math.max(0, 64 - bits);
  }

  /** Whether these are the bits of {@code ::ffff:a.b.c.d} (RFC 4291, section 2.5.5.2). */
  boolean isIpv4Mapped() {
    return high == 0 && low >>> 32 == 0xffff;
  }

  /** The bits of {@code a.b.c.d}. */
  Prefix mappedIpv4() {
    return new Prefix(low << 32, 0);
  }
}
