package net.clusterlink.dataplane;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import net.clusterlink.api.ResourceName;

/** Keeps what a data plane tells, for tests to look at. */
final class RecordedEvents implements DataplaneEvents {
  final List<SessionEnd> ends = new CopyOnWriteArrayList<>();
  final List<TunnelInfo> established = new CopyOnWriteArrayList<>();
  final List<String> closed = new CopyOnWriteArrayList<>();
  final List<String> refused = new CopyOnWriteArrayList<>();
  final List<Set<String>> dropped = new CopyOnWriteArrayList<>();
  final List<PeerHealth> health = new CopyOnWriteArrayList<>();

  @Override
  public void sessionOpened(
      Side side,
      Optional<ResourceName> imported,
      ResourceName export,
      String peer,
      Duration openLatency) {}

  @Override
  public void sessionEnded(SessionEnd end) {
    ends.add(end);
  }

  @Override
  public void tunnelEstablished(TunnelInfo tunnel) {
    established.add(tunnel);
  }

  @Override
  public void tunnelClosed(TunnelInfo tunnel, String why) {
    closed.add(why);
  }

  @Override
  public void protocolViolated(TunnelInfo tunnel, String detail) {}

  @Override
  public void tunnelRefused(
      boolean dialed,
      Optional<String> peer,
      InetSocketAddress remote,
      TunnelRefusal reason,
      String detail) {
    refused.add(reason + ": " + detail);
  }

  @Override
  public void reservedAttributesDropped(String session, String peer, Set<String> keys) {
    dropped.add(keys);
  }

  @Override
  public void importListening(ResourceName imported, InetSocketAddress address) {}

  @Override
  public void importFailed(ResourceName imported, InetSocketAddress address, String detail) {}

  @Override
  public void peerHealthChanged(PeerHealth health) {
    this.health.add(health);
  }
}
