package net.clusterlink.api;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * A block of IP addresses (RFC 4632, RFC 4291): one address is a block of full length. An
 * IPv4-mapped IPv6 block is the IPv4 block it stands for.
 */
public final class AddressBlock {
  private final byte[] network;
  private final int prefixLength;

  private AddressBlock(byte[] network, int prefixLength) {
    this.network = network;
    this.prefixLength = prefixLength;
  }

  /**
   * The block of the given length that holds an address.
   *
   * @param address any address of the block
   * @param prefixLength 0 to 32 for IPv4, 0 to 128 for IPv6
   */
  public static AddressBlock of(InetAddress address, int prefixLength) {
    byte[] bytes = address.getAddress();
    if (prefixLength < 0 || prefixLength > bytes.length * 8) {
      throw new IllegalArgumentException(
          "prefix length " + prefixLength + " is not within 0–" + bytes.length * 8);
    }
    for (int bit = prefixLength; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
    }
    return new AddressBlock(bytes, prefixLength);
  }

  /** The block's first address, 4 or 16 bytes. */
  public byte[] network() {
    return network.clone();
  }

  public int prefixLength() {
    return prefixLength;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AddressBlock block
        && prefixLength == block.prefixLength
        && Arrays.equals(network, block.network);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(network) + prefixLength;
  }

  /** As in a manifest: {@code 10.0.0.0/8}, or an address alone for a block of full length. */
  @Override
  public String toString() {
    try {
      String address = InetAddress.getByAddress(network).getHostAddress();
      return prefixLength == network.length * 8 ? address : address + "/" + prefixLength;
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + network.length + " bytes", e);
    }
  }
}
