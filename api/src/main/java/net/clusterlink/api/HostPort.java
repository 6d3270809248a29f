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
    Port.require(port);
  }

  /** {@code host:port}, an IPv6 address in brackets. */
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
