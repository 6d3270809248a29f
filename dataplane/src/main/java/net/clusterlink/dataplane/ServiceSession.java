package net.clusterlink.dataplane;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import net.clusterlink.api.Export;
import net.clusterlink.api.HostPort;
import net.clusterlink.dataplane.protocol.AbortCode;
import net.clusterlink.dataplane.protocol.GoodbyeCode;
import net.clusterlink.dataplane.protocol.Open;
import net.clusterlink.dataplane.protocol.RefuseCode;
import net.clusterlink.policy.Attributes;
import net.clusterlink.policy.Decision;
import net.clusterlink.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * A session on the service's side: from a far gateway's open to its answer. The peer is the one of
 * the tunnel's certificate, whatever the open claims; of its attributes only the client's are
 * taken. When the service is connected, a {@link Relay} takes over. On the tunnel's event loop.
 */
final class ServiceSession implements TunnelSession, LiveSession {
  /** How long the answer to an open may wait for the service's first bytes. */
  private static final int ANSWER_WITHIN_MS = 1;

  private static final ChannelInitializer<Channel> SERVICE_PIPELINE =
      new ChannelInitializer<>() {
        @Override
        public boolean isSharable() {
          return true;
        }

        @Override
        protected void initChannel(Channel channel) {
          SocketOptions.applyLocal(channel);
          // Read once there is a relay to read for.
          channel.config().setAutoRead(false);
        }
      };

  private final SessionContext context;
  private final LoopSessions sessions;
  private final Tunnel tunnel;
  private final Open open;
  private final Map<String, String> attributes;
  private final EarlyData early;
  private final Instant begun;
  private final long startNs = System.nanoTime();

  private boolean entered;
  private boolean over;
  private Optional<Decision> decision = Optional.empty();
  private Optional<HostPort> target = Optional.empty();
  private @Nullable Relay relay;

  ServiceSession(SessionContext context, Tunnel tunnel, Open open) {
    this.context = context;
    this.sessions = context.sessions().apply(tunnel.eventLoop());
    this.tunnel = tunnel;
    this.open = open;
    this.attributes = clientAttributes();
    this.early = new EarlyData(ByteBufAllocator.DEFAULT);
    this.begun = context.clock().instant();
  }

  /** Keeps what the far side may say of the client, and tells of the rest. */
  private Map<String, String> clientAttributes() {
    var taken = new HashMap<String, String>();
    Set<String> dropped = new HashSet<>();
    open.attributes()
        .forEach((key, value) -> {
          if (key.startsWith(Attributes.CLIENT)) {
            taken.put(key, value);
          } else {
            dropped.add(key);
          }
        });
    if (!dropped.isEmpty()) {
      context.events().reservedAttributesDropped(open.session().toString(), tunnel.peer(), dropped);
    }
    return Map.copyOf(taken);
  }

  // ---- answering ----

  void start() {
    tunnel.answering(this);
    if (context.draining().getAsBoolean()) {
      refuse(RefuseCode.DRAINING, EndReason.DRAINING, "this gateway is going away");
      return;
    }
    entered =
        sessions.enter(
            this,
            new SessionInput.OfExport(open.export()),
            new SessionInput.OfPolicies(open.export().namespace()),
            new SessionInput.OfPeer(tunnel.peer()));
    if (!entered) {
      refuse(
          RefuseCode.OVERLOADED,
          EndReason.OVERLOADED,
          "this gateway carries as many sessions as it may");
      return;
    }
    if (!tunnel.farCertificateHolds(context.clock().instant())) {
      tunnel.retire(GoodbyeCode.CREDENTIALS);
      refuse(
          RefuseCode.NOT_FOUND_OR_DENIED,
          EndReason.CERTIFICATE_EXPIRED,
          "the certificate of peer " + tunnel.peer() + " has expired");
      return;
    }
    Snapshot snapshot = context.snapshot().get();
    Optional<Export> export = snapshot.export(open.export());
    if (export.isEmpty()) {
      refuse(
          RefuseCode.NOT_FOUND_OR_DENIED,
          EndReason.UNKNOWN_EXPORT,
          "there is no Export " + open.export());
      return;
    }
    switch (decide(snapshot, export.get())) {
      case Decision.Allow _ -> dial(export.get());
      case Decision.Deny denied ->
          refuse(RefuseCode.NOT_FOUND_OR_DENIED, EndReason.DENIED, denied.reason());
    }
  }

  private Decision decide(Snapshot snapshot, Export export) {
    Decision made =
        snapshot
            .policies()
            .decide(
                Attributes.ofSource(
                    tunnel.peer(),
                    PeerLabels.of(tunnel.farLabels(), tunnel.peer(), snapshot),
                    attributes),
                Attributes.ofDestination(
                    context.peer(),
                    context.peerLabels(),
                    export.name(),
                    export.metadata().labels()),
                export.name().namespace());
    decision = Optional.of(made);
    return made;
  }

  private void dial(Export export) {
    if (export.host().isEmpty()) {
      refuse(
          RefuseCode.UNREACHABLE,
          EndReason.UNREACHABLE,
          "Export " + export.name() + " names no host");
      return;
    }
    HostPort dialed = new HostPort(export.host().get(), export.port());
    target = Optional.of(dialed);
    context
        .dialer()
        .dial(tunnel.eventLoop(), dialed, context.guard(), SERVICE_PIPELINE, this::dialed);
  }

  private void dialed(AddressDialer.Outcome outcome) {
    switch (outcome) {
      case AddressDialer.Outcome.Connected(Channel service) -> connected(service);
      case AddressDialer.Outcome.Failed(String detail) ->
          refuse(RefuseCode.UNREACHABLE, EndReason.UNREACHABLE, detail);
      case AddressDialer.Outcome.Forbidden(String detail) ->
          refuse(RefuseCode.UNREACHABLE, EndReason.FORBIDDEN_TARGET, detail);
    }
  }

  private void connected(Channel service) {
    if (over) {
      SocketOptions.reset(service);
      return;
    }
    context
        .events()
        .sessionOpened(Side.SERVICE, Optional.empty(), open.export(), tunnel.peer(), elapsed());
    var carrying = new Relay(service, tunnel, EndReason.SERVICE_RESET, 0, false, this::relayEnded);
    relay = carrying;
    service.pipeline().addLast(carrying);
    tunnel.accept(carrying);
    ByteBuf first = early.unsent();
    if (first != null) {
      carrying.data(first);
    }
    if (early.hasEnded()) {
      carrying.ended();
    }
    carrying.readComplete();
    if (early.isFull()) {
      tunnel.flush();
    } else {
      // A client that may still send waits for nothing: the service's first bytes take it along.
      tunnel.eventLoop().schedule(tunnel::flush, ANSWER_WITHIN_MS, TimeUnit.MILLISECONDS);
    }
    early.release();
    service.config().setAutoRead(true);
  }

  private void refuse(RefuseCode code, EndReason reason, String detail) {
    if (!over) {
      tunnel.refuse(code);
      end(reason, detail);
    }
  }

  // ---- the far side meanwhile ----

  @Override
  public void data(ByteBuf bytes) {
    early.add(bytes);
  }

  @Override
  public void ended() {
    early.end();
  }

  @Override
  public void aborted(AbortCode code) {
    end(EndReason.PEER_ABORTED, "aborted by the far side before the answer: " + code);
  }

  @Override
  public void lost(EndReason reason, String detail) {
    end(reason, detail);
  }

  @Override
  public void readComplete() {}

  @Override
  public void writabilityChanged() {}

  @Override
  public void done() {
    throw new IllegalStateException("an end before accept");
  }

  @Override
  public void accepted() {
    throw new IllegalStateException("this side accepts");
  }

  @Override
  public void refused(RefuseCode code) {
    throw new IllegalStateException("this side refuses");
  }

  // ---- asked again ----

  @Override
  public void recheck() {
    if (over) {
      return;
    }
    objection(context.snapshot().get())
        .ifPresent(objection ->
            breakOff(
                AbortCode.REVOKED,
                objection.reason(),
                RefuseCode.NOT_FOUND_OR_DENIED,
                EndReason.DENIED,
                objection.detail()));
  }

  @Override
  public void breakOnFault() {
    breakOff(
        AbortCode.INTERNAL,
        EndReason.INTERNAL,
        RefuseCode.INTERNAL,
        EndReason.INTERNAL,
        LiveSession.FAULT);
  }

  /** Aborts it when it is carried, else refuses it. */
  private void breakOff(
      AbortCode code, EndReason aborted, RefuseCode refusal, EndReason refused, String detail) {
    Relay carrying = relay;
    if (carrying != null) {
      carrying.abort(code, aborted, detail);
    } else {
      refuse(refusal, refused, detail);
    }
  }

  /** Why this session would not be carried to its service any more. */
  private Optional<Objection> objection(Snapshot now) {
    Optional<Export> export = now.export(open.export());
    if (export.isEmpty()) {
      return byExport("there is no Export " + open.export() + " any more");
    }
    Optional<HostPort> leadsTo =
        export.get().host().map(host -> new HostPort(host, export.get().port()));
    if (!leadsTo.equals(target)) {
      return byExport("Export " + open.export() + " leads elsewhere now");
    }
    return switch (decide(now, export.get())) {
      case Decision.Allow _ -> Optional.empty();
      case Decision.Deny denied ->
          Optional.of(new Objection(EndReason.REVOKED_BY_POLICY, denied.reason()));
    };
  }

  private static Optional<Objection> byExport(String detail) {
    return Optional.of(new Objection(EndReason.REVOKED_BY_EXPORT, detail));
  }

  @Override
  public SessionInfo info() {
    Relay carrying = relay;
    return new SessionInfo(
        open.session().toString(),
        Side.SERVICE,
        Optional.empty(),
        Optional.of(open.export()),
        Optional.of(tunnel.peer()),
        tunnel.remote(),
        attributes,
        decision,
        carrying != null,
        begun,
        carrying == null ? early.size() : carrying.toLocal(),
        carrying == null ? 0 : carrying.fromLocal());
  }

  // ---- the end ----

  @Override
  public void shutDown() {
    tunnel
        .eventLoop()
        .execute(() ->
            breakOff(
                AbortCode.SHUTDOWN,
                EndReason.SHUTDOWN,
                RefuseCode.DRAINING,
                EndReason.SHUTDOWN,
                "the gateway's drain time was over"));
  }

  private void end(EndReason reason, String detail) {
    over = true;
    early.release();
    report(reason, detail, false, 0, 0);
  }

  private void relayEnded(EndReason reason, String detail, long fromService, long toService) {
    over = true;
    report(reason, detail, true, toService, fromService);
  }

  private void report(
      EndReason reason, String detail, boolean opened, long toService, long toClient) {
    context
        .events()
        .sessionEnded(
            new SessionEnd(
                open.session().toString(),
                Side.SERVICE,
                Optional.empty(),
                Optional.of(open.export()),
                Optional.of(tunnel.peer()),
                tunnel.remote(),
                attributes,
                decision,
                reason,
                detail,
                opened,
                toService,
                toClient,
                elapsed()));
    if (entered) {
      sessions.leave(this);
    }
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNs);
  }
}
