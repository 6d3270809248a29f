package net.clusterlink.bench.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import net.clusterlink.bench.BenchException;

/** Ports of this machine. */
public final class Ports {
  /** The state LISTEN in {@code /proc/net/tcp}, see proc(5). */
  private static final String LISTEN = "0A";

  private Ports() {}

  /** A port of loopback that nobody has at the moment. */
  public static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new BenchException("no free port: " + e.getMessage(), e);
    }
  }

  /** Whether somebody listens on a port; seen without a connection, which would be a session. */
  public static boolean isListening(int port) {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    return Stream.of("tcp", "tcp6")
        .flatMap(table -> lines(Path.of("/proc/net", table)))
        .map(line -> line.strip().split("\\s+"))
        .anyMatch(
            fields -> fields.length > 3 && fields[1].endsWith(suffix) && fields[3].equals(LISTEN));
  }

  private static Stream<String> lines(Path table) {
    try {
      return Files.exists(table) ? Files.readAllLines(table).stream() : Stream.empty();
    } catch (IOException e) {
      throw new BenchException("cannot read %s: %s".formatted(table, e.getMessage()), e);
    }
  }
}
