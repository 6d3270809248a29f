package net.clusterlink.admin;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import net.clusterlink.api.HostPort;
import net.clusterlink.api.ResourceName;
import net.clusterlink.dataplane.DataplaneEvents;
import net.clusterlink.dataplane.GatewayHealth;
import net.clusterlink.dataplane.PeerHealth;
import net.clusterlink.dataplane.SessionEnd;
import net.clusterlink.dataplane.Side;
import net.clusterlink.dataplane.TunnelInfo;
import net.clusterlink.dataplane.TunnelRefusal;
import net.clusterlink.policy.Attributes;
import net.clusterlink.policy.Decision;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Logs what the data plane does: one line for each session, when it has ended, and one for whatever
 * else an operator or auditor would ask about. The keys are the same in all lines. What a stranger
 * without a certificate can cause is bounded to {@value #STRANGER_LINES_PER_SECOND} lines a second,
 * so that nobody can fill the disk from outside; what goes wrong with peers has {@value
 * #PEER_LINES_PER_SECOND} lines a second of its own, so that no stranger can hide it.
 */
public final class SessionLog implements DataplaneEvents {
  static final int STRANGER_LINES_PER_SECOND = 20;
  static final int PEER_LINES_PER_SECOND = 20;

  /** Many peers may be lost at once, as when this side's network is. */
  static final int HEALTH_LINES_PER_SECOND = 100;

  /** The far side chooses some texts: 64 attributes of up to 765 bytes each, for one. */
  private static final int MAX_TEXT_LENGTH = 512;

  private final Logger log;
  private final LineBudget strangers;
  private final LineBudget peers;
  private final LineBudget health;
  private final Map<ResourceName, String> importFailures = new ConcurrentHashMap<>();
  private final Map<String, PeerHealth> peerHealth = new ConcurrentHashMap<>();

  /**
   * Logs to a logger, which must not block.
   *
   * @param nanoClock as {@link System#nanoTime}
   */
  public SessionLog(Logger log, LongSupplier nanoClock) {
    this.log = log;
    this.strangers = new LineBudget(STRANGER_LINES_PER_SECOND, nanoClock);
    this.peers = new LineBudget(PEER_LINES_PER_SECOND, nanoClock);
    this.health = new LineBudget(HEALTH_LINES_PER_SECOND, nanoClock);
  }

  @Override
  public void sessionOpened(
      Side side,
      Optional<ResourceName> imported,
      ResourceName export,
      String peer,
      Duration openLatency) {
    // Its story is told once, at its end; until then the gauge of live sessions counts it.
  }

  @Override
  public void sessionEnded(SessionEnd end) {
    Map<String, String> attributes = end.attributes();
    Level level =
        switch (end.reason().outcome()) {
          case COMPLETED, ABORTED -> Level.INFO;
          case REFUSED, FAILED -> Level.WARN;
        };
    new LogLine(log, level)
        .with("session", end.id())
        .with("side", end.side())
        .with("import", end.imported())
        .with("export", end.export())
        .with("peer", end.peer())
        .with("client", end.client())
        .with("namespace", Optional.ofNullable(attributes.get(Attributes.CLIENT_NAMESPACE)))
        .with(
            "service-account",
            Optional.ofNullable(attributes.get(Attributes.CLIENT_SERVICE_ACCOUNT)))
        .with("labels", labels(attributes))
        .with("decision", end.decision().map(SessionLog::verdict))
        .with("policy", end.decision().map(SessionLog::policy))
        .with("reason", end.reason())
        .with("revoked-by", end.reason().revokedBy())
        .with("detail", Optional.of(end.detail()).filter(detail -> !detail.isEmpty()))
        .with("bytes-to-service", end.bytesToService())
        .with("bytes-to-client", end.bytesToClient())
        .with("duration-ms", end.duration().toMillis())
        .write("session " + end.reason().outcome());
  }

  @Override
  public void tunnelEstablished(TunnelInfo tunnel) {
    new LogLine(log, Level.DEBUG)
        .with("peer", tunnel.peer())
        .with("direction", direction(tunnel.dialed()))
        .with("remote", tunnel.remote())
        .write("tunnel established");
  }

  @Override
  public void tunnelClosed(TunnelInfo tunnel, String why) {
    new LogLine(log, Level.DEBUG)
        .with("peer", tunnel.peer())
        .with("direction", direction(tunnel.dialed()))
        .with("remote", tunnel.remote())
        .with("reason", why)
        .write("tunnel closed");
  }

  @Override
  public void protocolViolated(TunnelInfo tunnel, String detail) {
    peers
        .take()
        .ifPresent(suppressed ->
            new LogLine(log, Level.WARN)
                .with("peer", tunnel.peer())
                .with("direction", direction(tunnel.dialed()))
                .with("remote", tunnel.remote())
                .with("reason", "protocol")
                .with("detail", cut(detail))
                .with("suppressed", Optional.of(suppressed).filter(lines -> lines > 0))
                .write("tunnel broken off"));
  }

  @Override
  public void tunnelRefused(
      boolean dialed,
      Optional<String> peer,
      InetSocketAddress remote,
      TunnelRefusal reason,
      String detail) {
    LineBudget budget = dialed || peer.isPresent() ? peers : strangers;
    budget
        .take()
        .ifPresent(suppressed ->
            new LogLine(log, Level.WARN)
                .with("peer", peer)
                .with("direction", direction(dialed))
                .with("remote", remote)
                .with("reason", reason)
                .with("detail", cut(detail))
                .with("suppressed", Optional.of(suppressed).filter(lines -> lines > 0))
                .write("tunnel refused"));
  }

  @Override
  public void reservedAttributesDropped(String session, String peer, Set<String> keys) {
    new LogLine(log, Level.WARN)
        .with("session", session)
        .with("peer", peer)
        .with("keys", cut(String.join(",", new TreeSet<>(keys))))
        .write("reserved attributes dropped");
  }

  @Override
  public void importListening(ResourceName imported, InetSocketAddress address) {
    importFailures.remove(imported);
    new LogLine(log, Level.INFO)
        .with("import", imported)
        .with("address", address)
        .write("import listening");
  }

  /** Logs a failure once, not each time it is tried again in vain. */
  @Override
  public void importFailed(ResourceName imported, InetSocketAddress address, String detail) {
    boolean known = detail.equals(importFailures.put(imported, detail));
    new LogLine(log, known ? Level.DEBUG : Level.WARN)
        .with("import", imported)
        .with("address", address)
        .with("detail", detail)
        .write("import cannot listen");
  }

  /** A line for each thing that is not as it was told the last time. */
  @Override
  public void peerHealthChanged(PeerHealth now) {
    Optional<PeerHealth> before = Optional.ofNullable(peerHealth.put(now.peer(), now));
    for (GatewayHealth gateway : now.gateways()) {
      if (gateway.state() != stateIn(before, gateway.gateway())) {
        gatewayChanged(now.peer(), gateway);
      }
    }
    boolean wasReachable = before.map(PeerHealth::reachable).orElse(true);
    boolean isNew = now.lastHeard().isPresent() && before.flatMap(PeerHealth::lastHeard).isEmpty();
    if (now.reachable() != wasReachable || isNew) {
      healthLine(
          now.reachable() ? Level.INFO : Level.WARN,
          line ->
              line.with("peer", now.peer())
                  .with("state", now.reachable() ? "reachable" : "unreachable")
                  .with("gateways", now.gateways().size()),
          now.reachable() ? "peer reachable" : "peer unreachable");
    }
  }

  private static GatewayHealth.State stateIn(Optional<PeerHealth> before, HostPort gateway) {
    return before
        .flatMap(health -> health.at(gateway))
        .map(GatewayHealth::state)
        .orElse(GatewayHealth.State.REACHABLE);
  }

  private void gatewayChanged(String peer, GatewayHealth gateway) {
    healthLine(
        gateway.state() == GatewayHealth.State.UNREACHABLE ? Level.WARN : Level.INFO,
        line ->
            line.with("peer", peer)
                .with("gateway", gateway.gateway())
                .with("state", gateway.state())
                .with("detail", gateway.failure().map(SessionLog::cut)),
        "gateway " + gateway.state());
  }

  private void healthLine(Level level, UnaryOperator<LogLine> story, String message) {
    health
        .take()
        .ifPresent(suppressed ->
            story
                .apply(new LogLine(log, level))
                .with("suppressed", Optional.of(suppressed).filter(lines -> lines > 0))
                .write(message));
  }

  private static Optional<String> labels(Map<String, String> attributes) {
    String prefix = Attributes.CLIENT_LABELS;
    String labels =
        attributes.entrySet().stream()
            .filter(attribute -> attribute.getKey().startsWith(prefix))
            .map(attribute ->
                attribute.getKey().substring(prefix.length()) + "=" + attribute.getValue())
            .sorted()
            .collect(Collectors.joining(","));
    return labels.isEmpty() ? Optional.empty() : Optional.of(cut(labels));
  }

  private static String verdict(Decision decision) {
    return switch (decision) {
      case Decision.Allow _ -> "allow";
      case Decision.Deny _ -> "deny";
    };
  }

  private static String policy(Decision decision) {
    return switch (decision) {
      case Decision.Allow(var tier, var policy) -> tier + " " + policy;
      case Decision.DeniedByPolicy(var tier, var policy) -> tier + " " + policy;
      case Decision.UnknownClient(var tier, var policy) ->
          tier + " " + policy + " (client unknown)";
      case Decision.NoPolicyMatched() -> "none matched";
      case Decision.PolicyUnreadable(var cause) -> "unreadable: " + cause;
    };
  }

  private static String direction(boolean dialed) {
    return dialed ? "dialed" : "accepted";
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT_LENGTH ? text : text.substring(0, MAX_TEXT_LENGTH) + "…";
  }
}
