package net.clusterlink.cli.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/**
 * Where a gateway of the demonstration listens: a port that was free a moment ago. On systems that
 * have all of 127.0.0.0/8 for loopback (Linux has) it is on an address that hardly anybody else
 * uses, so that the port is still free when the gateway comes to it, or comes back to it.
 *
 * @param host an address of this machine only
 * @param port free on that address when it was chosen
 */
record LoopbackAddress(InetAddress host, int port) {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  static LoopbackAddress choose(RandomGenerator random) {
    try {
      return on(
          InetAddress.ofLiteral(
              "127." + random.nextInt(1, 255) + "." + octet(random) + "." + octet(random)));
    } catch (IOException e) {
      return onLoopback();
    }
  }

  /** Another port of the same address. */
  LoopbackAddress withOtherPort() {
    try {
      return on(host);
    } catch (IOException e) {
      throw noFreePort(host, e);
    }
  }

  private static LoopbackAddress onLoopback() {
    try {
      return on(LOOPBACK);
    } catch (IOException e) {
      throw noFreePort(LOOPBACK, e);
    }
  }

  private static LoopbackAddress on(InetAddress host) throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, host)) {
      return new LoopbackAddress(host, socket.getLocalPort());
    }
  }

  private static int octet(RandomGenerator random) {
    return random.nextInt(1, 255);
  }

  private static DemoException noFreePort(InetAddress host, IOException cause) {
    return new DemoException(
        "there is no free port on " + host.getHostAddress() + ": " + cause.getMessage(), cause);
  }

  /** As in a URL. */
  @Override
  public String toString() {
    return host.getHostAddress() + ":" + port;
  }
}
