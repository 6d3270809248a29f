package net.clusterlink.api;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A block of IP addresses (RFC 4632, RFC 4291): one address is a block of full length. An
 * IPv4-mapped IPv6 block is the IPv4 block it stands for.
 */
public final class AddressBlock {
  private static final String FORM =
      "use an address as 192.0.2.7 or 2001:db8::7, or a block as 192.0.2.0/24, without leading"
          + " zeros or scope";
  private static final Pattern PREFIX_LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");

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
    return new AddressBlock(masked(bytes, prefixLength), prefixLength);
  }

  /**
   * The block a text says: an address, or a block in CIDR notation (RFC 4632, RFC 4291 section
   * 2.3). No name is looked up. A block of IPv4-mapped addresses is the IPv4 block.
   *
   * @throws InvalidValueException when it is neither, or when it sets bits after the prefix
   */
  public static AddressBlock parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address =
        IpLiteral.parse(slash < 0 ? text : text.substring(0, slash))
            .orElseThrow(
                () -> new InvalidValueException("is not an IP address or a block of them", FORM));
    byte[] written = asWritten(address, text.indexOf(':') >= 0);
    int bits = written.length * 8;
    int length = slash < 0 ? bits : prefixLength(text.substring(slash + 1), bits);
    byte[] network = masked(written, length);
    AddressBlock block = normalised(network, length);
    if (!Arrays.equals(network, written)) {
      throw new InvalidValueException(
          "sets bits after its prefix of " + length, "use " + block + ", or the address alone");
    }
    return block;
  }

  private static byte[] asWritten(InetAddress address, boolean inIpv6) {
    byte[] bytes = address.getAddress();
    if (!inIpv6 || bytes.length == 16) {
      return bytes;
    }
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    System.arraycopy(bytes, 0, mapped, 12, 4);
    return mapped;
  }

  private static AddressBlock normalised(byte[] network, int prefixLength) {
    byte[] own = address(network).getAddress();
    return new AddressBlock(own, prefixLength - (network.length - own.length) * 8);
  }

  private static int prefixLength(String text, int max) {
    if (PREFIX_LENGTH.matcher(text).matches() && Integer.parseInt(text) <= max) {
      return Integer.parseInt(text);
    }
    throw new InvalidValueException(
        "has a prefix length that is not within 0–" + max, "use a number within 0–" + max);
  }

  private static byte[] masked(byte[] address, int prefixLength) {
    byte[] network = address.clone();
    for (int bit = prefixLength; bit < network.length * 8; bit++) {
      network[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
    }
    return network;
  }

  /**
   * Whether an address is of this block. An IPv4-mapped IPv6 address is the IPv4 address; IPv4 and
   * IPv6 are apart.
   */
  public boolean contains(InetAddress address) {
    AddressBlock single = normalised(address.getAddress(), address.getAddress().length * 8);
    return single.network.length == network.length
        && Arrays.equals(masked(single.network, prefixLength), network);
  }

  /** Whether every address of the block stands for the host itself (RFC 1122, RFC 4291). */
  public boolean isLoopback() {
    return network.length == 4
        ? prefixLength >= 8 && network[0] == 127
        : toString().equals("0:0:0:0:0:0:0:1");
  }

  /** The block's first address; of a block of full length, its only one. */
  public InetAddress first() {
    return address(network);
  }

  /** The block's first address, 4 or 16 bytes. */
  public byte[] network() {
    return network.clone();
  }

  /** The block's last address, as many bytes. */
  public byte[] last() {
    byte[] last = network.clone();
    for (int bit = prefixLength; bit < last.length * 8; bit++) {
      last[bit / 8] |= (byte) (0x80 >> (bit % 8));
    }
    return last;
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
    String address = address(network).getHostAddress();
    return prefixLength == network.length * 8 ? address : address + "/" + prefixLength;
  }

  /** The address of these bytes; of an IPv4-mapped one the IPv4 address. */
  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + bytes.length + " bytes", e);
    }
  }
}
