package net.clusterlink.dataplane;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.clusterlink.api.Import;
import net.clusterlink.api.ImportSource;
import net.clusterlink.api.Peer;
import net.clusterlink.api.ResourceName;
import net.clusterlink.dataplane.protocol.AbortCode;
import net.clusterlink.dataplane.protocol.Open;
import net.clusterlink.dataplane.protocol.RefuseCode;
import net.clusterlink.dataplane.protocol.SessionId;
import net.clusterlink.policy.Attributes;
import net.clusterlink.policy.Decision;
import net.clusterlink.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * A session on the client's side: from the client's connection to the moment a source accepts it,
 * or none is left.
 *
 * <p>For each source in turn: ask the policies, take a tunnel, open, and send the client's first
 * bytes along. A gateway that is overloaded, draining or at fault is followed by the peer's others;
 * a source that denies, refuses or cannot be reached by the next one, with the same bytes. An open
 * whose fate is not known is followed by nothing: the client is reset, so that its bytes reach a
 * service at most once. When a source accepts, a {@link Relay} takes over.
 *
 * <p>In the client's pipeline until then, on the event loop that the tunnel is on as well.
 */
final class ClientSession extends ChannelInboundHandlerAdapter
    implements TunnelSession, LiveSession {

  private enum Phase {
    /** Looking for a source; no open is unanswered. */
    CHOOSING,
    /** An open is unanswered. */
    OPENING,
    /** A relay has taken over. */
    RELAYED,
    OVER
  }

  /**
   * The way through the gateways of one source's peer.
   *
   * @param decidedBy the snapshot whose policies were asked, when {@code decided}
   */
  private record Search(
      ImportSource source, Snapshot decidedBy, boolean decided, TunnelPool.Search gateways) {}

  /** Why a source is not asked, and as what that ends a session that it has been asked for. */
  private record Denial(EndReason reason, EndReason whenLive, String detail) {
    Objection objection() {
      return new Objection(whenLive, detail);
    }
  }

  private final SessionContext context;
  private final TunnelPools pools;
  private final ResourceName imported;
  private final SourceSelector selector;
  private final LoopSessions sessions;
  private final Channel client;
  private final InetSocketAddress clientAddress;
  private final SessionId id;
  private final EarlyData early;
  private final Instant begun;
  private final long startNs = System.nanoTime();
  private final List<String> failures = new ArrayList<>();

  private Phase phase = Phase.CHOOSING;
  private boolean entered;
  private Iterator<ImportSource> left = List.<ImportSource>of().iterator();
  private Map<String, String> attributes = Map.of();
  private Optional<ImportSource> source = Optional.empty();
  private Optional<Decision> decision = Optional.empty();
  private EndReason lastReason = EndReason.INTERNAL;
  private @Nullable Search search;
  private @Nullable Tunnel tunnel;
  private @Nullable Relay relay;
  private @Nullable ScheduledFuture<?> answerTimer;

  ClientSession(
      SessionContext context,
      TunnelPools pools,
      ResourceName imported,
      SourceSelector selector,
      Channel client,
      InetSocketAddress clientAddress) {
    this.context = context;
    this.pools = pools;
    this.imported = imported;
    this.selector = selector;
    this.sessions = context.sessions().apply(client.eventLoop());
    this.client = client;
    this.clientAddress = clientAddress;
    this.id = SessionId.draw(context.random());
    this.early = new EarlyData(client.alloc());
    this.begun = context.clock().instant();
  }

  // ---- choosing a source ----

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    entered =
        sessions.enter(
            this,
            new SessionInput.OfImport(imported),
            new SessionInput.OfPolicies(imported.namespace()),
            new SessionInput.OfClient(clientAddress.getAddress()));
    if (!entered) {
      end(EndReason.OVERLOADED, "this gateway carries as many sessions as it may");
      return;
    }
    Snapshot snapshot = context.snapshot().get();
    Optional<Import> found = snapshot.importNamed(imported);
    if (found.isEmpty()) {
      end(EndReason.UNKNOWN_IMPORT, "the import was removed");
      return;
    }
    left = selector.order(found.get(), context.random()).iterator();
    nextSource();
  }

  private void nextSource() {
    phase = Phase.CHOOSING;
    tunnel = null;
    early.rewind();
    if (!left.hasNext()) {
      end(lastReason, String.join("; ", failures));
      return;
    }
    ImportSource next = left.next();
    source = Optional.of(next);
    decision = Optional.empty();
    sessions.add(this, new SessionInput.OfPeer(next.peer()));
    Snapshot snapshot = context.snapshot().get();
    attributes = attributesIn(snapshot);
    Optional<Peer> peer = snapshot.peer(next.peer());
    if (peer.isEmpty()) {
      tryNext(EndReason.UNKNOWN_PEER, noPeer(next));
      return;
    }
    // Without the peer's labels, policies that select on them can only be asked once a hello has
    // come.
    boolean decidable =
        context.labels().known(next.peer())
            || !snapshot.policies().selectsDestinationPeerLabels(imported.namespace());
    if (decidable) {
      Optional<Denial> denial = denial(next, snapshot);
      if (denial.isPresent()) {
        tryNext(denial.get());
        return;
      }
    }
    nextGateway(
        new Search(next, snapshot, decidable, pools.of(next.peer()).search(peer.get().gateways())));
  }

  private void nextGateway(Search current) {
    search = current;
    phase = Phase.CHOOSING;
    tunnel = null;
    early.rewind();
    current.gateways().next(acquired -> acquired(current, acquired));
  }

  /** Asks the policies; empty when they allow. */
  private Optional<Denial> denial(ImportSource asked, Snapshot snapshot) {
    Optional<Import> found = snapshot.importNamed(imported);
    if (found.isEmpty()) {
      return Optional.of(
          new Denial(
              EndReason.UNKNOWN_IMPORT, EndReason.REVOKED_BY_IMPORT, "the import was removed"));
    }
    if (!found.get().sources().contains(asked)) {
      return Optional.of(
          new Denial(
              EndReason.UNKNOWN_IMPORT,
              EndReason.REVOKED_BY_IMPORT,
              "the import has no source " + asked.export() + " of peer " + asked.peer()));
    }
    if (snapshot.peer(asked.peer()).isEmpty()) {
      return Optional.of(
          new Denial(EndReason.UNKNOWN_PEER, EndReason.REVOKED_BY_PEER, noPeer(asked)));
    }
    Decision made =
        snapshot
            .policies()
            .decide(
                Attributes.ofSource(context.peer(), context.peerLabels(), attributes),
                Attributes.ofDestination(
                    asked.peer(),
                    context.labels().of(asked.peer(), snapshot),
                    asked.export(),
                    found.get().metadata().labels()),
                imported.namespace());
    decision = Optional.of(made);
    return switch (made) {
      case Decision.Allow _ -> Optional.empty();
      case Decision.Deny denied ->
          Optional.of(new Denial(EndReason.DENIED, EndReason.REVOKED_BY_POLICY, denied.reason()));
    };
  }

  private Map<String, String> attributesIn(Snapshot snapshot) {
    return snapshot.workloads().attributesOf(clientAddress.getAddress());
  }

  private static String noPeer(ImportSource asked) {
    return "there is no Peer " + asked.peer();
  }

  private void acquired(Search asking, TunnelPool.Acquired acquired) {
    switch (acquired) {
      case TunnelPool.Acquired.Failed(String detail) -> {
        if (phase == Phase.CHOOSING) {
          tryNext(EndReason.UNREACHABLE, detail);
        }
      }
      case TunnelPool.Acquired.Ready(Tunnel ready) -> {
        if (phase != Phase.CHOOSING) {
          ready.giveBack();
          return;
        }
        Snapshot now = context.snapshot().get();
        // What was decided before a dial is decided again when anything may have changed meanwhile,
        // the labels in the far hello among it.
        if (!asking.decided()
            || now.generation() != asking.decidedBy().generation()
            || now.policies().selectsDestinationPeerLabels(imported.namespace())) {
          attributes = attributesIn(now);
          Optional<Denial> denial = denial(asking.source(), now);
          if (denial.isPresent()) {
            ready.giveBack();
            tryNext(denial.get());
            return;
          }
        }
        open(asking.source(), ready);
      }
    }
  }

  private void tryNext(Denial denial) {
    tryNext(denial.reason(), denial.detail());
  }

  private void tryNext(EndReason reason, String detail) {
    note(reason, detail);
    nextSource();
  }

  private void note(EndReason reason, String detail) {
    lastReason = reason;
    failures.add(source.map(failed -> failed.peer() + ": " + detail).orElse(detail));
  }

  // ---- opening ----

  private void open(ImportSource asked, Tunnel ready) {
    try {
      ready.open(new Open(id, asked.export(), attributes), this);
    } catch (IllegalArgumentException e) {
      ready.giveBack();
      tryNext(EndReason.INTERNAL, "the client's attributes do not fit: " + e.getMessage());
      return;
    }
    phase = Phase.OPENING;
    tunnel = ready;
    answerTimer =
        client
            .eventLoop()
            .schedule(
                this::answerOverdue, context.timeouts().open().toMillis(), TimeUnit.MILLISECONDS);
    boolean silent = !sendEarly(ready);
    if (silent) {
      flushSoon(ready);
    } else {
      ready.flush();
    }
  }

  /**
   * Most clients speak first, and at once: what is read of them by the end of this turn of the
   * event loop goes into the same TLS record as the open. With io_uring a turn goes on reading as
   * long as something is there.
   */
  private void flushSoon(Tunnel opened) {
    client.eventLoop().execute(opened::flush);
  }

  /** Sends what the client has said so far; returns whether that is anything. */
  private boolean sendEarly(Tunnel opened) {
    ByteBuf bytes = early.unsentBeforeAnswer();
    boolean ended = early.endIsDue();
    if (bytes != null) {
      opened.sendData(bytes);
    }
    if (ended) {
      opened.sendEnd();
    }
    return bytes != null || ended;
  }

  private void answerOverdue() {
    if (phase == Phase.OPENING) {
      Objects.requireNonNull(tunnel).abort(AbortCode.TIMEOUT);
      end(
          EndReason.OPEN_UNANSWERED,
          "no answer within " + context.timeouts().open().toSeconds() + " s");
    }
  }

  @Override
  public void accepted() {
    stopTimer();
    Tunnel accepting = Objects.requireNonNull(tunnel);
    phase = Phase.RELAYED;
    context
        .events()
        .sessionOpened(
            Side.CLIENT,
            Optional.of(imported),
            source.orElseThrow().export(),
            accepting.peer(),
            elapsed());
    boolean clientEnded = early.hasEnded();
    var carrying =
        new Relay(
            client, accepting, EndReason.CLIENT_RESET, early.size(), clientEnded, this::relayEnded);
    relay = carrying;
    accepting.handOver(carrying);
    ByteBuf rest = early.unsent();
    if (rest != null) {
      accepting.sendData(rest);
      accepting.flush();
    }
    early.release();
    client.pipeline().replace(this, "relay", carrying);
    if (clientEnded) {
      accepting.sendEnd();
    } else {
      client.config().setAutoRead(accepting.isWritable());
    }
  }

  @Override
  public void refused(RefuseCode code) {
    stopTimer();
    EndReason reason =
        switch (code) {
          case NOT_FOUND_OR_DENIED -> EndReason.NOT_FOUND_OR_DENIED;
          case UNREACHABLE -> EndReason.UNREACHABLE;
          case OVERLOADED -> EndReason.OVERLOADED;
          case DRAINING -> EndReason.DRAINING;
          case PROTOCOL -> EndReason.PROTOCOL;
          case INTERNAL -> EndReason.INTERNAL;
        };
    String detail =
        "refused by the far side: "
            + code
            + (code == RefuseCode.NOT_FOUND_OR_DENIED
                ? "; its log says why under this session"
                : "");
    Search current = Objects.requireNonNull(search);
    note(reason, current.gateways().at(detail));
    if (isOfOneGateway(code) && current.gateways().hasNext()) {
      nextGateway(current);
    } else {
      nextSource();
    }
  }

  /** Whether the peer's other gateways may answer otherwise. */
  private static boolean isOfOneGateway(RefuseCode code) {
    return switch (code) {
      case OVERLOADED, DRAINING, INTERNAL -> true;
      case NOT_FOUND_OR_DENIED, UNREACHABLE, PROTOCOL -> false;
    };
  }

  @Override
  public void aborted(AbortCode code) {
    end(EndReason.PEER_ABORTED, "aborted by the far side before its answer: " + code);
  }

  @Override
  public void lost(EndReason reason, String detail) {
    end(
        reason == EndReason.TUNNEL_LOST ? EndReason.OPEN_UNANSWERED : reason,
        "the tunnel broke before the answer: " + detail);
  }

  @Override
  public void data(ByteBuf bytes) {
    bytes.release();
    throw new IllegalStateException("data before accept");
  }

  @Override
  public void ended() {
    throw new IllegalStateException("an end before accept");
  }

  @Override
  public void done() {
    throw new IllegalStateException("an end before accept");
  }

  @Override
  public void readComplete() {}

  @Override
  public void writabilityChanged() {}

  // ---- the client meanwhile ----

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    if (phase == Phase.OVER) {
      bytes.release();
      return;
    }
    early.add(bytes);
    if (early.isFull()) {
      client.config().setAutoRead(false);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (phase == Phase.OPENING) {
      Tunnel opened = Objects.requireNonNull(tunnel);
      sendEarly(opened);
      opened.flush();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent && phase != Phase.OVER) {
      early.end();
      channelReadComplete(ctx);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    clientBroke(ConnectionFault.detail(cause));
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    clientBroke("connection closed");
  }

  private void clientBroke(String detail) {
    breakOff(AbortCode.RESET, EndReason.CLIENT_RESET, detail);
  }

  // ---- the end ----

  @Override
  public void shutDown() {
    client
        .eventLoop()
        .execute(() ->
            breakOff(AbortCode.SHUTDOWN, EndReason.SHUTDOWN, "the gateway's drain time was over"));
  }

  /**
   * While a source is being chosen there is nothing to ask: the policies are asked before every
   * open, by the snapshot in force then.
   */
  @Override
  public void recheck() {
    if (phase == Phase.OPENING || phase == Phase.RELAYED) {
      objection(context.snapshot().get())
          .ifPresent(
              objection -> breakOff(AbortCode.REVOKED, objection.reason(), objection.detail()));
    }
  }

  @Override
  public void breakOnFault() {
    breakOff(AbortCode.INTERNAL, EndReason.INTERNAL, LiveSession.FAULT);
  }

  /** Why this session would not be carried to its source any more. */
  private Optional<Objection> objection(Snapshot now) {
    // The far side has decided by who the client was.
    if (!attributesIn(now).equals(attributes)) {
      return Optional.of(
          new Objection(
              EndReason.REVOKED_BY_WORKLOAD,
              "the client is not the workload any more that it was"));
    }
    return denial(source.orElseThrow(), now).map(Denial::objection);
  }

  @Override
  public SessionInfo info() {
    Relay carrying = relay;
    return new SessionInfo(
        id.toString(),
        Side.CLIENT,
        Optional.of(imported),
        source.map(ImportSource::export),
        source.map(ImportSource::peer),
        clientAddress,
        attributes,
        decision,
        carrying != null,
        begun,
        carrying == null ? early.size() : carrying.fromLocal(),
        carrying == null ? 0 : carrying.toLocal());
  }

  private void breakOff(AbortCode code, EndReason reason, String detail) {
    switch (phase) {
      case CHOOSING -> end(reason, detail);
      case OPENING -> {
        Objects.requireNonNull(tunnel).abort(code);
        end(reason, detail);
      }
      case RELAYED -> Objects.requireNonNull(relay).abort(code, reason, detail);
      case OVER -> {}
    }
  }

  private void end(EndReason reason, String detail) {
    stopTimer();
    if (phase == Phase.CHOOSING && search != null) {
      search.gateways().giveUp();
    }
    phase = Phase.OVER;
    SocketOptions.reset(client);
    early.release();
    report(reason, detail, false, 0, 0);
  }

  private void relayEnded(EndReason reason, String detail, long fromClient, long toClient) {
    phase = Phase.OVER;
    report(reason, detail, true, fromClient, toClient);
  }

  private void report(
      EndReason reason, String detail, boolean opened, long toService, long toClient) {
    context
        .events()
        .sessionEnded(
            new SessionEnd(
                id.toString(),
                Side.CLIENT,
                Optional.of(imported),
                source.map(ImportSource::export),
                source.map(ImportSource::peer),
                clientAddress,
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

  private void stopTimer() {
    if (answerTimer != null) {
      answerTimer.cancel(false);
      answerTimer = null;
    }
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNs);
  }
}
