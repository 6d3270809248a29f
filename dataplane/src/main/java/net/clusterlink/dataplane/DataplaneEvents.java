package net.clusterlink.dataplane;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import net.clusterlink.api.ResourceName;

/**
 * Told what the data plane does, to count and to log it. Called on event loops: an implementation
 * must neither block nor throw.
 */
public interface DataplaneEvents {

  /**
   * A session was accepted.
   *
   * @param imported the import, on the client side
   * @param openLatency from the client's connection, or the open's arrival, to the accept
   */
  void sessionOpened(
      Side side,
      Optional<ResourceName> imported,
      ResourceName export,
      String peer,
      Duration openLatency);

  /** A session ended, opened or not; once for each. */
  void sessionEnded(SessionEnd end);

  /** A tunnel is ready for sessions. */
  void tunnelEstablished(TunnelInfo tunnel);

  /** A tunnel that was ready is gone. */
  void tunnelClosed(TunnelInfo tunnel, String why);

  /**
   * The far side of a tunnel broke the rules of the protocol; the tunnel is closed for it.
   *
   * @param detail which rule, in words
   */
  void protocolViolated(TunnelInfo tunnel, String detail);

  /**
   * A connection between gateways did not become a tunnel.
   *
   * @param dialed whether this side made it
   * @param peer the peer it was to reach, when this side made it
   * @param reason one of a closed set of words, fit for a metric's label
   * @param detail the reason in words
   */
  void tunnelRefused(
      boolean dialed,
      Optional<String> peer,
      InetSocketAddress remote,
      TunnelRefusal reason,
      String detail);

  /**
   * A peer claimed attributes that are not its to claim; they were dropped.
   *
   * @param keys the keys it claimed
   */
  void reservedAttributesDropped(String session, String peer, Set<String> keys);

  /** An import is listening. */
  void importListening(ResourceName imported, InetSocketAddress address);

  /** An import cannot listen; it is tried again until it can or is removed. */
  void importFailed(ResourceName imported, InetSocketAddress address, String detail);

  /**
   * A peer was heard for the first time, became unreachable or reachable again, or one of its
   * gateways came to another state. Not told of a peer whose Peer object is removed.
   */
  void peerHealthChanged(PeerHealth health);
}
