package net.clusterlink.dataplane;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.clusterlink.api.HostPort;

/**
 * What a {@link GatewayProbe} met on its way to a gateway of a peer.
 *
 * @param resolution what its name leads to
 * @param attempts one for each address, in the order of the resolution
 */
public record GatewayReport(HostPort gateway, Resolution resolution, List<Attempt> attempts) {
  public GatewayReport {
    attempts = List.copyOf(attempts);
  }

  /** Whether any of its addresses led to the peer. */
  public boolean reached() {
    return attempts.stream().anyMatch(attempt -> attempt.outcome() instanceof Outcome.Answered);
  }

  /** What the gateway's name leads to. */
  public sealed interface Resolution {
    /** It is an address itself. */
    record Literal() implements Resolution {}

    /** Its addresses. */
    record Found(List<InetAddress> addresses, Duration took) implements Resolution {
      public Found {
        addresses = List.copyOf(addresses);
      }
    }

    /** None; why, in words. */
    record Failed(String detail) implements Resolution {}
  }

  /** What one address came to. */
  public record Attempt(InetSocketAddress address, Outcome outcome) {}

  /** How far it went. */
  public sealed interface Outcome {
    /** No TCP connection; why, in words. */
    record NotConnected(String detail) implements Outcome {}

    /**
     * A connection that did not become a tunnel.
     *
     * @param connect how long TCP took
     * @param detail why, in words
     */
    record NoTunnel(Duration connect, TunnelRefusal reason, String detail) implements Outcome {}

    /**
     * The peer, beyond doubt.
     *
     * @param connect how long TCP took
     * @param handshake how long TLS and hello took
     * @param roundTrip of a ping through the tunnel
     * @param certificateExpiry when the certificate it showed ends
     */
    record Answered(
        Duration connect, Duration handshake, Duration roundTrip, Instant certificateExpiry)
        implements Outcome {}
  }
}
