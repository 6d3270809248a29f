package net.clusterlink.bench.process;

import java.io.IOException;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.clusterlink.bench.BenchException;

/**
 * The network in which is measured: {@code bench/own-network} makes one for the course, since what
 * a host has tuned would be measured along.
 *
 * @param own whether nothing but loopback is up, as in one made for the course
 * @param settings what of it bears upon the figures, by the names of Linux, in their order
 */
public record Network(boolean own, Map<String, String> settings) {
  private static final Path SETTINGS = Path.of("/proc/sys/net/ipv4");
  private static final String CONGESTION_CONTROL = "tcp_congestion_control";

  /** With a copy. */
  public Network {
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
  }

  /**
   * The one of this process.
   *
   * @throws BenchException when the kernel does not tell of it
   */
  public static Network here() {
    try {
      Map<String, String> settings = new HashMap<>();
      for (String name : List.of(CONGESTION_CONTROL, "tcp_rmem", "tcp_wmem")) {
        String value = Files.readString(SETTINGS.resolve(name));
        settings.put(name, value.strip().replaceAll("\\s+", " "));
      }
      // Not each that there is: where the kernel has tunnels, a new namespace has some that are
      // down.
      boolean loopbackAlone = true;
      for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        loopbackAlone &= each.isLoopback() || !each.isUp();
      }
      return new Network(loopbackAlone, settings);
    } catch (IOException e) {
      throw new BenchException(
          "cannot read what network this is: %s; the course needs Linux".formatted(e), e);
    }
  }

  /** For people. */
  @Override
  public String toString() {
    return "%s, with congestion control %s"
        .formatted(
            own ? "a network of its own" : "the host's network",
            settings.getOrDefault(CONGESTION_CONTROL, "unknown"));
  }
}
