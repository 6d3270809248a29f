package net.clusterlink.admin.check;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;
import net.clusterlink.api.HostPort;

/**
 * A port of this machine that is listened on, or is to be.
 *
 * @param port 1–65535
 */
record LocalPort(InetAddress address, int port) {

  /** None for port 0, which means any that is free. */
  static Optional<LocalPort> of(InetSocketAddress address) {
    return address.getPort() == 0
        ? Optional.empty()
        : Optional.of(new LocalPort(address.getAddress(), address.getPort()));
  }

  /** The port of a server; none when its host is a name, or the port is not told. */
  static Optional<LocalPort> of(URI server) {
    String host = server.getHost().replaceAll("[\\[\\]]", "");
    if (server.getPort() < 1) {
      return Optional.empty();
    }
    try {
      return Optional.of(new LocalPort(InetAddress.ofLiteral(host), server.getPort()));
    } catch (IllegalArgumentException e) {
      return host.equals("localhost")
          ? Optional.of(new LocalPort(InetAddress.getLoopbackAddress(), server.getPort()))
          : Optional.empty();
    }
  }

  /**
   * Why nobody else could listen on it now, in the system's words; empty when it is free. Tried by
   * binding without listening, so that no client ever reaches the attempt.
   */
  Optional<String> taken() {
    try (Socket attempt = new Socket()) {
      attempt.bind(new InetSocketAddress(address, port));
      return Optional.empty();
    } catch (BindException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return Optional.of(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  /** Whether who listens on one keeps others from listening on the other. */
  boolean overlaps(LocalPort other) {
    return port == other.port
        && (address.equals(other.address)
            || address.isAnyLocalAddress()
            || other.address.isAnyLocalAddress());
  }

  /** Where a client on this machine finds it. */
  HostPort dialed() {
    InetAddress target = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
    return new HostPort(target.getHostAddress(), port);
  }

  @Override
  public String toString() {
    return new HostPort(address.getHostAddress(), port).toString();
  }
}
