package net.clusterlink.systemtests.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The kernel's own table of TCP sockets, to say what stands at a port when nobody answers. */
final class KernelSockets {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
  private static final int MOST = 10;

  private KernelSockets() {}

  /** The rows of a port, as the kernel writes them: hexadecimal, and 0A is a listening one. */
  static List<String> of(int port) throws IOException {
    String suffix = ":%04x ".formatted(port).toUpperCase(Locale.ROOT);
    Stream.Builder<String> rows = Stream.builder();
    for (Path table : TABLES) {
      if (Files.exists(table)) {
        Files.readAllLines(table).stream().filter(row -> row.contains(suffix)).forEach(rows);
      }
    }
    return rows.build().map(row -> row.strip().replaceAll(" +", " ")).limit(MOST).toList();
  }
}
