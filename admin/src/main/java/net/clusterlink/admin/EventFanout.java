package net.clusterlink.admin;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import net.clusterlink.api.ResourceName;
import net.clusterlink.dataplane.DataplaneEvents;
import net.clusterlink.dataplane.PeerHealth;
import net.clusterlink.dataplane.SessionEnd;
import net.clusterlink.dataplane.Side;
import net.clusterlink.dataplane.TunnelInfo;
import net.clusterlink.dataplane.TunnelRefusal;
import org.slf4j.Logger;

/**
 * Tells every event to several listeners, in their order. A listener that throws, though it must
 * not, keeps nobody else from hearing: the event loop goes on, the others are told, and the log has
 * its first fault.
 */
public final class EventFanout implements DataplaneEvents {
  private final Logger log;
  private final List<DataplaneEvents> listeners;
  private final Set<Class<?>> faulty = ConcurrentHashMap.newKeySet();

  /** Tells to all of these, and to the log which of them threw. */
  public EventFanout(Logger log, DataplaneEvents... listeners) {
    this.log = log;
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

  @Override
  public void peerHealthChanged(PeerHealth health) {
    tell(listener -> listener.peerHealthChanged(health));
  }

  private void tell(Consumer<DataplaneEvents> event) {
    for (DataplaneEvents listener : listeners) {
      try {
        event.accept(listener);
      } catch (RuntimeException e) {
        logOnce(listener.getClass(), e);
      }
    }
  }

  /** Once for each class, or a fault in every event would fill the log. */
  private void logOnce(Class<?> listener, RuntimeException fault) {
    if (faulty.add(listener)) {
      log.atError()
          .addKeyValue("listener", listener.getSimpleName())
          .setCause(fault)
          .log(
              "a listener failed on an event, which is a fault of this program; further failures"
                  + " of this listener are not logged");
    }
  }
}
