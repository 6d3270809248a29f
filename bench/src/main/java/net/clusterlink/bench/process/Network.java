package net.clusterlink.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.clusterlink.bench.BenchException;

/**
 * The network in which is measured: {@code bench/own-network} makes one for the course, since what
 * a host has tuned would be measured along.
 *
 * @param own whether it is a namespace made for the course, or the host's
 * @param congestionControl what decides how fast a connection sends, as Linux names it
 */
public record Network(boolean own, String congestionControl) {
  private static final Path CONGESTION_CONTROL =
      Path.of("/proc/sys/net/ipv4/tcp_congestion_control");

  /**
   * The one of this process.
   *
   * @throws BenchException when the kernel does not tell of it
   */
  public static Network here() {
    try {
      return new Network(
          "own".equals(System.getenv("CLUSTERLINK_NETWORK")),
          Files.readString(CONGESTION_CONTROL).strip());
    } catch (IOException e) {
      throw new BenchException(
          "cannot read %s: %s; the course needs Linux".formatted(CONGESTION_CONTROL, e), e);
    }
  }

  /** For people. */
  @Override
  public String toString() {
    return "%s, with congestion control %s"
        .formatted(own ? "a network of its own" : "the host's network", congestionControl);
  }
}
