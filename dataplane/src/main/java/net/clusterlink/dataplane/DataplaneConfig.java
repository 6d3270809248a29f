package net.clusterlink.dataplane;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * What a data plane is told once, at its start.
 *
 * @param listen where peers reach this gateway; port 0 takes any free one
 * @param importAddress the address imports listen on
 * @param peerLabels this peer's labels, reported to others
 * @param threads event loops, at least 1
 * @param busyPoll how long an event loop looks on before it sleeps, where few of its sessions are
 *     busy and io_uring is used; zero for never
 * @param guarded addresses of this gateway that no export may lead to, besides its own listener:
 *     the admin server's
 * @param limits bounds of everything that others can make grow
 * @param timeouts how long things may take
 */
public record DataplaneConfig(
    InetSocketAddress listen,
    InetAddress importAddress,
    Map<String, String> peerLabels,
    int threads,
    Duration busyPoll,
    Set<InetSocketAddress> guarded,
    Limits limits,
    Timeouts timeouts) {
  public DataplaneConfig {
    peerLabels = Map.copyOf(peerLabels);
    guarded = Set.copyOf(guarded);
    for (InetSocketAddress address : guarded) {
      if (address.isUnresolved()) {
        throw new IllegalArgumentException("guarded: " + address + " is not an address");
      }
    }
    if (threads < 1) {
      throw new IllegalArgumentException("threads: " + threads + " is less than 1");
    }
    if (busyPoll.isNegative()) {
      throw new IllegalArgumentException("busyPoll: " + busyPoll + " is negative");
    }
  }
}
