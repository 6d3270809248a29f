package net.clusterlink.api;

/**
 * Where something listens.
 *
 * @param host an IP address (IPv6 without brackets) or a DNS name
 * @param port 1–65535
 */
public record HostPort(String host, int port) {
  public HostPort {
    if (host.isEmpty()) {
      throw new IllegalArgumentException("a host is needed");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not within 1–65535");
    }
  }

  /** {@code host:port}, an IPv6 address in brackets. */
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
