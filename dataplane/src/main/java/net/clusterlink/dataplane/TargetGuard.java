package net.clusterlink.dataplane;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Judges the address an export leads to, after its name was resolved: the gateway's own ports and
 * the addresses where clouds serve credentials are never reached, whoever's name points there.
 */
final class TargetGuard implements AddressDialer.Guard {
  /** Metadata services that do not live on a link-local address. */
  private static final Set<InetAddress> METADATA =
      Set.of(address("fd00:ec2::254"), address("100.100.100.200"), address("192.0.0.192"));

  private final Supplier<List<InetSocketAddress>> own;

  /**
   * A guard of these ports.
   *
   * @param own where this gateway listens itself, now
   */
  TargetGuard(Supplier<List<InetSocketAddress>> own) {
    this.own = own;
  }

  @Override
  public Optional<String> apply(InetSocketAddress target) {
    InetAddress address = target.getAddress();
    if (address.isAnyLocalAddress()) {
      return Optional.of("an unspecified address is no target for an export");
    }
    if (address.isLinkLocalAddress() || METADATA.contains(address)) {
      return Optional.of("a link-local or metadata address is never a target for an export");
    }
    if (address.isMulticastAddress() || isBroadcast(address)) {
      return Optional.of("a multicast or broadcast address is no target for an export");
    }
    for (InetSocketAddress listening : own.get()) {
      if (reaches(target, listening)) {
        return Optional.of("a port of this gateway itself is never a target for an export");
      }
    }
    return Optional.empty();
  }

  private static boolean reaches(InetSocketAddress target, InetSocketAddress listening) {
    return target.getPort() == listening.getPort()
        && (target.getAddress().equals(listening.getAddress())
            || (listening.getAddress().isAnyLocalAddress() && isLocal(target.getAddress())));
  }

  private static boolean isLocal(InetAddress address) {
    try {
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      // Not to be told apart: refuse, as the port is the gateway's own.
      return true;
    }
  }

  private static boolean isBroadcast(InetAddress address) {
    if (!(address instanceof Inet4Address)) {
      return false;
    }
    for (byte octet : address.getAddress()) {
      if (octet != (byte) 0xFF) {
        return false;
      }
    }
    return true;
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(literal + " is an address", e);
    }
  }
}
