package net.clusterlink.systemtests.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Loopback addresses and ports that nobody else uses. */
public final class Loopback {
  /** The kernel may give a port anew that a test has not bound yet. */
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private Loopback() {}

  /** 127.0.0.1. */
  public static InetAddress standard() {
    return address("127.0.0.1");
  }

  /**
   * An address of 127.0.0.0/8 that is, by chance of millions, nobody else's: two runs on one
   * machine do not meet.
   */
  public static InetAddress fresh() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return address(
        "127."
            + random.nextInt(1, 250)
            + '.'
            + random.nextInt(1, 250)
            + '.'
            + random.nextInt(2, 250));
  }

  /** A port that was free on the address a moment ago, and was not given before. */
  public static int freePort(InetAddress address) {
    int port = probe(address);
    while (!GIVEN.add(port)) {
      port = probe(address);
    }
    return port;
  }

  private static int probe(InetAddress address) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(address, 0));
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on " + address, e);
    }
  }

  /** An address from its digits. */
  public static InetAddress address(String literal) {
    try {
      return InetAddress.ofLiteral(literal);
    } catch (IllegalArgumentException e) {
      throw new UncheckedIOException(new UnknownHostException(literal));
    }
  }

  /** An address and a port, as the command line and manifests write them. */
  public static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.indexOf(':') >= 0 ? '[' + host + ']' : host) + ':' + address.getPort();
  }
}
