package net.clusterlink.admin.read;

import java.net.InetSocketAddress;
import net.clusterlink.api.HostPort;

/** How addresses are shown: in digits, an IPv6 one in brackets; no name is looked up. */
final class Addresses {
  private Addresses() {}

  static String shown(InetSocketAddress address) {
    String host =
        address.getAddress() == null
            ? address.getHostString()
            : address.getAddress().getHostAddress();
    return new HostPort(host, address.getPort()).toString();
  }
}
