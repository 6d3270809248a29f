package net.clusterlink.api;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;

/**
 * Which addresses no export may lead to, whoever asks: those where clouds serve credentials to the
 * machine itself, and those that are not one host's. Asked when an export is read and again when
 * its name has been resolved.
 */
public final class ForbiddenTarget {
  /**
   * Metadata services that are not on a link-local address: those of AWS over IPv6, of Alibaba
   * Cloud and of Oracle Cloud (from their documentation).
   */
  private static final Set<InetAddress> METADATA =
      Set.of(
          InetAddress.ofLiteral("fd00:ec2::254"),
          InetAddress.ofLiteral("100.100.100.200"),
          InetAddress.ofLiteral("192.0.0.192"));

  /** The limited broadcast address (RFC 919). */
  private static final InetAddress BROADCAST = InetAddress.ofLiteral("255.255.255.255");

  private ForbiddenTarget() {}

  /** Why an address is no target for an export, as a clause; empty when it may be one. */
  public static Optional<String> reason(InetAddress address) {
    if (address.isAnyLocalAddress()) {
      return Optional.of("an unspecified address is no target for an export");
    }
    if (servesCredentials(address)) {
      return Optional.of("a link-local or metadata address is never a target for an export");
    }
    if (EmbeddedIpv4.in(address).anyMatch(ForbiddenTarget::servesCredentials)) {
      return Optional.of(
          "an address that translators and tunnels take for a link-local or metadata address is"
              + " never a target for an export");
    }
    if (address.isMulticastAddress() || address.equals(BROADCAST)) {
      return Optional.of("a multicast or broadcast address is no target for an export");
    }
    return Optional.empty();
  }

  private static boolean servesCredentials(InetAddress address) {
    return address.isLinkLocalAddress() || METADATA.contains(address);
  }
}
