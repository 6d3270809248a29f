package net.clusterlink.controlplane.status;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.clusterlink.api.Condition;
import net.clusterlink.api.HostPort;
import net.clusterlink.api.Kind;
import net.clusterlink.api.Peer;
import net.clusterlink.api.ResourceName;
import net.clusterlink.dataplane.GatewayHealth;
import net.clusterlink.dataplane.PeerHealth;
import net.clusterlink.snapshot.Snapshot;
import net.clusterlink.snapshot.SnapshotUpdate;

/**
 * The status of every resource in force, in memory: the conditions of peers, exports and imports,
 * and where imports listen. It comes and goes with its resource. Any thread; nothing blocks.
 *
 * <p>A snapshot must be told here before it is told to the data plane, whose events about an object
 * that is not known here are ignored.
 */
public final class ResourceStatus implements Consumer<SnapshotUpdate> {
  private static final String HEARTBEAT = "Heartbeat";
  private static final String VERIFIED = "Verified";
  private static final String VALID = "Valid";
  private static final String ERROR = "Error";

  private final InstantSource clock;
  private final Map<Subject, Condition> conditions = new ConcurrentHashMap<>();
  private final Map<ResourceName, InetSocketAddress> listening = new ConcurrentHashMap<>();
  private final Map<String, ResourceName> peerNames = new ConcurrentHashMap<>();

  private record Subject(ConditionType type, ResourceName name) {}

  /**
   * The status of nothing.
   *
   * @param clock tells when a condition turns
   */
  public ResourceStatus(InstantSource clock) {
    this.clock = clock;
  }

  /** The conditions of a resource, in a fixed order; none for what is not in force. */
  public List<Condition> conditions(Kind kind, ResourceName name) {
    return ConditionType.of(kind).stream()
        .flatMap(type -> Stream.ofNullable(conditions.get(new Subject(type, name))))
        .toList();
  }

  /** Where an import takes its clients' connections; empty when it does not. */
  public Optional<InetSocketAddress> listening(ResourceName imported) {
    return Optional.ofNullable(listening.get(imported));
  }

  /** Takes note of what is in force from now on, before the data plane does. */
  @Override
  public void accept(SnapshotUpdate update) {
    Snapshot snapshot = update.snapshot();
    update.peers().forEach(peer -> peerChanged(peer, snapshot.peer(peer)));
    update.exports().forEach(name -> exportChanged(name, snapshot.export(name).isPresent()));
    update.imports().forEach(name -> importChanged(name, snapshot.importNamed(name).isPresent()));
  }

  private void peerChanged(String peer, Optional<Peer> now) {
    Optional<ResourceName> before = Optional.ofNullable(peerNames.get(peer));
    Optional<ResourceName> name = now.map(Peer::name);
    before.filter(old -> !name.equals(Optional.of(old))).ifPresent(old -> forget(Kind.PEER, old));
    if (name.isPresent()) {
      peerNames.put(peer, name.get());
      begin(
          ConditionType.PEER_REACHABLE,
          name.get(),
          Observation.unknown(HEARTBEAT, "no heartbeat has been answered or missed yet"));
    } else {
      peerNames.remove(peer);
    }
  }

  private void exportChanged(ResourceName name, boolean inForce) {
    if (inForce) {
      // What was wrong with an earlier version says nothing of this one.
      Observation verified = Observation.holds(VERIFIED, "offered to the fabric");
      begin(ConditionType.EXPORT_VALID, name, verified);
      observe(ConditionType.EXPORT_VALID, name, verified);
    } else {
      forget(Kind.EXPORT, name);
    }
  }

  private void importChanged(ResourceName name, boolean inForce) {
    if (inForce) {
      Observation pending = Observation.unknown("Pending", "not listening yet");
      begin(ConditionType.IMPORT_TARGET_PORT_VALID, name, pending);
      begin(ConditionType.IMPORT_SERVICE_VALID, name, pending);
    } else {
      forget(Kind.IMPORT, name);
      listening.remove(name);
    }
  }

  /** How a peer is reached has changed. */
  public void peerHealthChanged(PeerHealth health) {
    Optional.ofNullable(peerNames.get(health.peer()))
        .ifPresent(name -> observe(ConditionType.PEER_REACHABLE, name, reachability(health)));
  }

  private static Observation reachability(PeerHealth health) {
    if (health.lastHeard().isEmpty() && health.reachable()) {
      return Observation.unknown(HEARTBEAT, "no heartbeat has been answered or missed yet");
    }
    long answering =
        health.gateways().stream()
            .filter(gateway -> gateway.state() != GatewayHealth.State.UNREACHABLE)
            .count();
    String message =
        Stream.concat(
                Stream.of(answering + " of " + health.gateways().size() + " gateways reachable"),
                health.gateways().stream()
                    .flatMap(gateway ->
                        gateway.failure().map(why -> gateway.gateway() + ": " + why).stream()))
            .reduce((some, more) -> some + "; " + more)
            .orElse("");
    return health.reachable()
        ? Observation.holds(HEARTBEAT, message)
        : Observation.fails(HEARTBEAT, message);
  }

  /** An import takes connections. */
  public void importListening(ResourceName imported, InetSocketAddress address) {
    String shown =
        new HostPort(address.getAddress().getHostAddress(), address.getPort()).toString();
    listening.put(imported, address);
    if (!conditions.containsKey(new Subject(ConditionType.IMPORT_SERVICE_VALID, imported))) {
      listening.remove(imported);
    }
    observe(
        ConditionType.IMPORT_TARGET_PORT_VALID,
        imported,
        Observation.holds(VALID, "listening on " + shown));
    observe(
        ConditionType.IMPORT_SERVICE_VALID,
        imported,
        Observation.holds(VALID, "local clients reach it at " + shown));
  }

  /** An import cannot take connections. */
  public void importFailed(ResourceName imported, InetSocketAddress address, String detail) {
    listening.remove(imported);
    String shown =
        new HostPort(address.getAddress().getHostAddress(), address.getPort()).toString();
    observe(
        ConditionType.IMPORT_TARGET_PORT_VALID,
        imported,
        Observation.fails(ERROR, "cannot listen on " + shown + ": " + detail));
    observe(
        ConditionType.IMPORT_SERVICE_VALID,
        imported,
        Observation.fails(ERROR, "no local client can reach it: nothing listens on " + shown));
  }

  /** A session reached an export's service. */
  public void exportServed(ResourceName export) {
    Subject subject = new Subject(ConditionType.EXPORT_VALID, export);
    Condition now = conditions.get(subject);
    if (now != null && now.status() != Condition.Status.TRUE) {
      observe(
          ConditionType.EXPORT_VALID, export, Observation.holds(VERIFIED, "offered to the fabric"));
    }
  }

  /** An export names an address that must never be reached. */
  public void exportForbidden(ResourceName export, String detail) {
    observe(ConditionType.EXPORT_VALID, export, Observation.fails(ERROR, detail));
  }

  /** What a resource's condition is until something is seen of it. */
  private void begin(ConditionType type, ResourceName name, Observation seen) {
    conditions.computeIfAbsent(new Subject(type, name), subject -> condition(type, seen));
  }

  private void observe(ConditionType type, ResourceName name, Observation seen) {
    conditions.computeIfPresent(
        new Subject(type, name), (subject, before) -> condition(type, seen).after(before));
  }

  private Condition condition(ConditionType type, Observation seen) {
    return new Condition(
        type.toString(), seen.status(), seen.reason(), seen.message(), clock.instant());
  }

  private void forget(Kind kind, ResourceName name) {
    ConditionType.of(kind).forEach(type -> conditions.remove(new Subject(type, name)));
  }
}
