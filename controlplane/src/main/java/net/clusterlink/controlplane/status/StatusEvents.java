package net.clusterlink.controlplane.status;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import net.clusterlink.api.ResourceName;
import net.clusterlink.dataplane.DataplaneEvents;
import net.clusterlink.dataplane.EndReason;
import net.clusterlink.dataplane.PeerHealth;
import net.clusterlink.dataplane.SessionEnd;
import net.clusterlink.dataplane.Side;
import net.clusterlink.dataplane.TunnelInfo;
import net.clusterlink.dataplane.TunnelRefusal;

/** Picks from the data plane's events those that a resource's status follows. */
public final class StatusEvents implements DataplaneEvents {
  private final ResourceStatus status;

  /** Tells this status. */
  public StatusEvents(ResourceStatus status) {
    this.status = status;
  }

  @Override
  public void sessionOpened(
      Side side,
      Optional<ResourceName> imported,
      ResourceName export,
      String peer,
      Duration openLatency) {
    if (side == Side.SERVICE) {
      status.exportServed(export);
    }
  }

  @Override
  public void sessionEnded(SessionEnd end) {
    if (end.side() == Side.SERVICE && end.reason() == EndReason.FORBIDDEN_TARGET) {
      end.export().ifPresent(export -> status.exportForbidden(export, end.detail()));
    }
  }

  @Override
  public void importListening(ResourceName imported, InetSocketAddress address) {
    status.importListening(imported, address);
  }

  @Override
  public void importFailed(ResourceName imported, InetSocketAddress address, String detail) {
    status.importFailed(imported, address, detail);
  }

  /** How a peer is reached has changed. */
  public void peerHealthChanged(PeerHealth health) {
    status.peerHealthChanged(health);
  }

  @Override
  public void tunnelEstablished(TunnelInfo tunnel) {
    // A tunnel alone says nothing of a resource.
  }

  @Override
  public void tunnelClosed(TunnelInfo tunnel, String why) {
    // Heartbeats tell whether a peer is reachable.
  }

  @Override
  public void protocolViolated(TunnelInfo tunnel, String detail) {
    // As above.
  }

  @Override
  public void tunnelRefused(
      boolean dialed,
      Optional<String> peer,
      InetSocketAddress remote,
      TunnelRefusal reason,
      String detail) {
    // As above.
  }

  @Override
  public void reservedAttributesDropped(String session, String peer, Set<String> keys) {
    // Says something of the peer's gateway, not of how it is reached.
  }
}
