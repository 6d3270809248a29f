package net.clusterlink.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import net.clusterlink.bench.BenchException;

/**
 * The network in which is measured: {@code bench/own-network} makes one for the course, since what
 * a host has tuned would be measured along.
 *
 * @param own whether it is loopback alone, as one made for the course is
 * @param settings what of it bears upon the figures, by the names of Linux
 */
public record Network(boolean own, Map<String, String> settings) {
  private static final Path SETTINGS = Path.of("/proc/sys/net/ipv4");
  private static final Path INTERFACES = Path.of("/proc/net/dev");
  private static final String CONGESTION_CONTROL = "tcp_congestion_control";

  /** With a copy. */
  public Network {
    settings = Map.copyOf(settings);
  }

  /**
   * The one of this process.
   *
   * @throws BenchException when the kernel does not tell of it
   */
  public static Network here() {
    try {
      Map<String, String> settings = new TreeMap<>();
      for (String name : new String[] {CONGESTION_CONTROL, "tcp_rmem", "tcp_wmem"}) {
        String value = Files.readString(SETTINGS.resolve(name));
        settings.put(name, value.strip().replaceAll("\\s+", " "));
      }
      boolean loopbackAlone =
          Files.readAllLines(INTERFACES).stream()
              .filter(line -> line.contains(":"))
              .allMatch(line -> line.strip().startsWith("lo:"));
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
