package net.clusterlink.bench.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.clusterlink.bench.BenchException;

/** Ports of this machine. */
public final class Ports {
  /** The state LISTEN in {@code /proc/net/tcp}, see proc(5). */
  private static final String LISTEN = "0A";

  private static final int ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  /** The ports that the kernel gives to clients, see ip(7). */
  private static final Path CLIENTS = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

  private static final String USUAL_CLIENTS = "32768 60999";
  private static final int UNPRIVILEGED = 1024;

  private Ports() {}

  /** A port of loopback that nobody has at the moment. */
  public static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new BenchException("no free port: " + e.getMessage(), e);
    }
  }

  /**
   * Ports of loopback that nobody has at the moment, all below those that the kernel gives to
   * clients: so many that listen among them would keep it searching for each connection.
   *
   * @throws BenchException when there are not so many
   */
  public static List<Integer> belowClients(int count) {
    List<Integer> free = new ArrayList<>();
    int first = firstOfClients();
    for (int port = first - 1; port >= UNPRIVILEGED && free.size() < count; port--) {
      if (isFree(port)) {
        free.add(port);
      }
    }
    if (free.size() < count) {
      throw new BenchException(
          "%d free ports are needed below those of clients, and there are %d; give clients fewer: sysctl net.ipv4.ip_local_port_range"
              .formatted(count, free.size()));
    }
    return free;
  }

  private static int firstOfClients() {
    return Integer.parseInt(lines(CLIENTS).findFirst().orElse(USUAL_CLIENTS).split("\\s+", -1)[0]);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  /** The inodes of all sockets that listen. */
  static Set<String> listeningInodes() {
    return table()
        .filter(fields -> fields.length > INODE && fields[STATE].equals(LISTEN))
        .map(fields -> fields[INODE])
        .collect(Collectors.toSet());
  }

  /** Whether somebody listens on a port; seen without a connection, which would be a session. */
  public static boolean isListening(int port) {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    return table()
        .anyMatch(fields ->
            fields.length > STATE
                && fields[ADDRESS].endsWith(suffix)
                && fields[STATE].equals(LISTEN));
  }

  private static Stream<String[]> table() {
    return Stream.of("tcp", "tcp6")
        .flatMap(table -> lines(Path.of("/proc/net", table)))
        .map(line -> line.strip().split("\\s+"));
  }

  private static Stream<String> lines(Path table) {
    try {
      return Files.exists(table) ? Files.readAllLines(table).stream() : Stream.empty();
    } catch (IOException e) {
      throw new BenchException("cannot read %s: %s".formatted(table, e.getMessage()), e);
    }
  }
}
