package net.clusterlink.api;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IP address as text, and nothing that could be taken for another: no name is ever looked up, no
 * octet has leading zeros (octal to some readers, RFC 6943 section 3.1.1), no address has a scope.
 */
public final class IpLiteral {
  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final String IPV4 = OCTET + "(?:\\." + OCTET + "){3}";
  private static final Pattern FORM =
      Pattern.compile(IPV4 + "|(?=.*:)[0-9A-Fa-f:]{2,39}|[0-9A-Fa-f:]{2,30}:" + IPV4);

  private IpLiteral() {}

  /** The address, an IPv4-mapped one as IPv4; empty when the text is not an address. */
  public static Optional<InetAddress> parse(String text) {
    if (!FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }
}
