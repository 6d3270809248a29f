package net.clusterlink.api;

/** The range of TCP ports that something can be reached at (RFC 6335; 0 is reserved). */
public final class Port {
  public static final int MIN = 1;
  public static final int MAX = 65535;

  private Port() {}

  static int require(int port) {
    if (port < MIN || port > MAX) {
      throw new IllegalArgumentException("port " + port + " is not within 1–65535");
    }
    return port;
  }
}
