package net.clusterlink.api;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The IPv4 addresses that an IPv6 address may lead to, by a translator or a tunnel on the way. With
 * a prefix of a network's own (RFC 6052, section 2.2) that cannot be told.
 */
final class EmbeddedIpv4 {

  /**
   * A way to write an IPv4 address in an IPv6 one.
   *
   * @param within the addresses that are written so
   * @param at which bytes hold the IPv4 address
   */
  private record Form(AddressBlock within, List<Integer> at) {
    Form(String within, int... at) {
      this(AddressBlock.parse(within), Arrays.stream(at).boxed().toList());
    }

    boolean fits(InetAddress address) {
      return within.contains(address);
    }

    InetAddress read(byte[] address) {
      byte[] ipv4 = new byte[4];
      for (int i = 0; i < ipv4.length; i++) {
        ipv4[i] = address[at.get(i)];
      }
      try {
        return InetAddress.getByAddress(ipv4);
      } catch (UnknownHostException e) {
        throw new IllegalStateException("an address of 4 bytes", e);
      }
    }
  }

  private static final List<Form> FORMS =
      List.of(
          // NAT64, the well-known prefix (RFC 6052).
          new Form("64:ff9b::/96", 12, 13, 14, 15),
          // NAT64, the prefix for local use (RFC 8215), in each length that fits (RFC 6052).
          new Form("64:ff9b:1::/48", 6, 7, 9, 10),
          new Form("64:ff9b:1::/48", 7, 9, 10, 11),
          new Form("64:ff9b:1::/48", 9, 10, 11, 12),
          new Form("64:ff9b:1::/48", 12, 13, 14, 15),
          // IPv4-compatible (RFC 4291, section 2.5.5.1).
          new Form("::/96", 12, 13, 14, 15),
          // IPv4-translated (RFC 2765).
          new Form("::ffff:0:0:0/96", 12, 13, 14, 15),
          // 6to4 (RFC 3056).
          new Form("2002::/16", 2, 3, 4, 5));

  private EmbeddedIpv4() {}

  /** All that this address can be read as; none for an IPv4 address. */
  static Stream<InetAddress> in(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == 16
        ? FORMS.stream().filter(form -> form.fits(address)).map(form -> form.read(bytes))
        : Stream.empty();
  }
}
