package net.clusterlink.admin;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import net.clusterlink.api.ResourceName;
import net.clusterlink.dataplane.DataplaneEvents;
import net.clusterlink.dataplane.SessionEnd;
import net.clusterlink.dataplane.Side;
import net.clusterlink.dataplane.TunnelInfo;
import net.clusterlink.dataplane.TunnelRefusal;

/** Tells every event to several listeners, in their order. */
public final class EventFanout implements DataplaneEvents {
  private final List<DataplaneEvents> listeners;

  /** Tells to all of these. */
  public EventFanout(DataplaneEvents... listeners) {
    this.listeners = List.of(listeners);
  }

  @Override
  public void sessionOpened(
      Side side,
      Optional<ResourceName> imported,
      ResourceName export,
      String peer,
      Duration openLatency) {
    tell(listener -> listener.sessionOpened(side, imported, export, peer, openLatency));
  }

  @Override
  public void sessionEnded(SessionEnd end) {
    tell(listener -> listener.sessionEnded(end));
  }

  @Override
  public void tunnelEstablished(TunnelInfo tunnel) {
    tell(listener -> listener.tunnelEstablished(tunnel));
  }

  @Override
  public void tunnelClosed(TunnelInfo tunnel, String why) {
    tell(listener -> listener.tunnelClosed(tunnel, why));
  }

  @Override
  public void protocolViolated(TunnelInfo tunnel, String detail) {
    tell(listener -> listener.protocolViolated(tunnel, detail));
  }

  @Override
  public void tunnelRefused(
      boolean dialed,
      Optional<String> peer,
      InetSocketAddress remote,
      TunnelRefusal reason,
      String detail) {
    tell(listener -> listener.tunnelRefused(dialed, peer, remote, reason, detail));
  }

  @Override
  public void reservedAttributesDropped(String session, String peer, Set<String> keys) {
    tell(listener -> listener.reservedAttributesDropped(session, peer, keys));
  }

  @Override
  public void importListening(ResourceName imported, InetSocketAddress address) {
    tell(listener -> listener.importListening(imported, address));
  }

  @Override
  public void importFailed(ResourceName imported, InetSocketAddress address, String detail) {
    tell(listener -> listener.importFailed(imported, address, detail));
  }

  private void tell(Consumer<DataplaneEvents> event) {
    listeners.forEach(event);
  }
}
