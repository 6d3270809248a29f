package net.clusterlink.dataplane.uring;

import io.netty.channel.Channel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What the kernel has received for an IPv4 connection that was not read yet, by {@code
 * /proc/net/tcp} (proc_net_tcp(5)).
 *
 * @param received bytes, an end among them as one
 * @param endReceived whether the far side has ended its direction
 */
record KernelQueue(int received, boolean endReceived) {
  private static final String CLOSE_WAIT = "08";

  static KernelQueue of(Channel connection) {
    int local = ((InetSocketAddress) connection.localAddress()).getPort();
    int remote = ((InetSocketAddress) connection.remoteAddress()).getPort();
    String ports = String.format(Locale.ROOT, ":%04X [0-9A-F]{8}:%04X", local, remote);
    try (var lines = Files.lines(Path.of("/proc/net/tcp"))) {
      return lines
          .filter(line -> line.matches(".*[0-9A-F]{8}" + ports + " .*"))
          .findFirst()
          .map(line -> line.strip().split("\\s+", -1))
          .map(fields ->
              new KernelQueue(
                  Integer.parseInt(fields[4].substring(fields[4].indexOf(':') + 1), 16),
                  fields[3].equals(CLOSE_WAIT)))
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
