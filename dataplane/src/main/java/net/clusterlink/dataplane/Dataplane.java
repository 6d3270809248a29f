package net.clusterlink.dataplane;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import net.clusterlink.api.ResourceName;
import net.clusterlink.dataplane.explain.ExportExplanation;
import net.clusterlink.dataplane.explain.SessionExplanation;
import net.clusterlink.dataplane.protocol.Hello;
import net.clusterlink.fabric.PeerCredentials;
import net.clusterlink.snapshot.Snapshot;
import net.clusterlink.snapshot.SnapshotUpdate;
import org.jspecify.annotations.Nullable;

/**
 * A gateway's data plane: it takes peers' tunnels on one port, listens for the clients of every
 * import, and carries their sessions. Start once, close once; snapshots may come from any thread
 * that may wait.
 */
public final class Dataplane implements Consumer<SnapshotUpdate>, AutoCloseable {
  private static final Duration BIND_TIME = Duration.ofSeconds(10);
  private static final Duration ABORT_TIME = Duration.ofSeconds(2);

  /**
   * For io_uring to tell that the last connections are closed, of which it knows only afterwards.
   */
  private static final Duration QUIET_TIME = Duration.ofMillis(100);

  private final DataplaneConfig config;
  private final Transport transport;
  private final MultiThreadIoEventLoopGroup group;
  private final DnsAddressResolverGroup resolvers;
  private final SessionTable table;
  private final Map<EventLoop, LoopTunnels> tunnels = new HashMap<>();
  private final Map<EventLoop, TunnelPools> pools = new HashMap<>();
  private final Map<EventLoop, LoopSessions> sessions = new HashMap<>();
  private final Reachability reachability = new Reachability();
  private final PeerLabels labels;
  private final EventLoop heartbeatLoop;
  private final Heartbeats heartbeats;
  private final TunnelTls tls;
  private final Clock clock;
  private final IngressServer server;
  private final ImportListeners imports;
  private final SessionExplainer explainer;
  private volatile Snapshot snapshot = Snapshot.empty();
  private volatile boolean draining;
  private volatile List<InetSocketAddress> ownAddresses;
  private @Nullable Channel ingress;

  /**
   * Prepares a data plane on the best transport there is; no port is opened yet.
   *
   * @throws DataplaneException when the certificate and key cannot be used for TLS
   */
  public Dataplane(DataplaneConfig config, PeerCredentials credentials, DataplaneEvents events) {
    this(config, credentials, events, Clock.systemUTC(), Transport.best());
  }

  /** As the other, with a clock and a transport of the caller's choice. */
  public Dataplane(
      DataplaneConfig config,
      PeerCredentials credentials,
      DataplaneEvents events,
      Clock clock,
      Transport transport) {
    this(config, credentials, events, clock, transport, HeartbeatTiming.DEFAULT);
  }

  /** As the other, with heartbeats at times of the caller's choice. */
  Dataplane(
      DataplaneConfig config,
      PeerCredentials credentials,
      DataplaneEvents events,
      Clock clock,
      Transport transport,
      HeartbeatTiming timing) {
    this.config = config;
    this.ownAddresses = List.copyOf(config.guarded());
    this.transport = transport;
    this.table = new SessionTable(config.limits().sessions());
    Timeouts timeouts = config.timeouts();
    this.clock = clock;
    this.tls = new TunnelTls(credentials, clock, timeouts.handshake());
    this.group =
        new MultiThreadIoEventLoopGroup(
            config.threads(),
            new DefaultThreadFactory("event-loop"),
            transport.ioHandlers(config.busyPoll()));
    this.resolvers = resolvers(transport, timeouts);
    var hello = new Hello(1, 0, config.peerLabels());
    var dialer = new AddressDialer(transport, resolvers, timeouts.connect(), timeouts.dial());
    this.labels = new PeerLabels(this::recheckPeer);
    var means =
        new TunnelPool.Means(
            tls,
            dialer,
            hello,
            timeouts,
            config.limits().freeTunnels(),
            clock,
            events,
            labels,
            reachability);
    for (EventExecutor executor : group) {
      var loop = (EventLoop) executor;
      var ofLoop = new LoopTunnels(loop);
      tunnels.put(loop, ofLoop);
      pools.put(loop, new TunnelPools(loop, ofLoop, means));
      sessions.put(loop, new LoopSessions(loop, table));
      ofLoop.start();
    }
    this.heartbeatLoop = group.next();
    var heartbeatDialer =
        new AddressDialer(transport, resolvers, timing.connect(), timing.connect());
    this.heartbeats =
        new Heartbeats(
            heartbeatLoop,
            Objects.requireNonNull(tunnels.get(heartbeatLoop)),
            new Heartbeats.Means(
                timing,
                clock,
                peer ->
                    new TunnelDialer(heartbeatLoop, heartbeatDialer, tls, hello, timeouts, peer),
                labels,
                this::moveOn,
                this::withLabels,
                reachability,
                events));
    var context =
        new SessionContext(
            credentials.peer(),
            config.peerLabels(),
            () -> snapshot,
            labels,
            loop -> Objects.requireNonNull(sessions.get(loop)),
            events,
            timeouts,
            clock,
            random(),
            dialer,
            new TargetGuard(() -> ownAddresses),
            () -> draining);
    this.server =
        new IngressServer(
            tls,
            hello,
            config.limits(),
            loop -> Objects.requireNonNull(tunnels.get(loop)),
            context);
    this.imports =
        new ImportListeners(
            group,
            transport,
            config.importAddress(),
            context,
            loop -> Objects.requireNonNull(pools.get(loop)),
            reachability);
    this.explainer =
        new SessionExplainer(
            credentials.peer(),
            config.peerLabels(),
            () -> snapshot,
            labels,
            imports::preview,
            reachability);
  }

  static DnsAddressResolverGroup resolvers(Transport transport, Timeouts timeouts) {
    return new DnsAddressResolverGroup(
        new DnsNameResolverBuilder()
            .datagramChannelType(transport.dnsDatagram())
            .socketChannelType(transport.dnsSocket())
            // All addresses of a service are tried, of both families.
            .completeOncePreferredResolved(false)
            .queryTimeoutMillis(timeouts.connect().toMillis()));
  }

  /**
   * Opens the gateway's port. The first snapshot should be in force by then, or peers that come at
   * once are refused.
   *
   * @throws DataplaneException when the port cannot be had
   */
  public void start() {
    ingress = listen();
    var own = new ArrayList<>(config.guarded());
    own.add(listenAddress());
    ownAddresses = List.copyOf(own);
  }

  /** Each event loop draws from its own. */
  private static RandomGenerator random() {
    return () -> ThreadLocalRandom.current().nextLong();
  }

  private Channel listen() {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(group)
            .channel(transport.server())
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childHandler(server)
            .bind(config.listen())
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new DataplaneException(
          "cannot listen for peers on "
              + config.listen().getHostString()
              + ":"
              + config.listen().getPort()
              + ": "
              + ConnectionFault.detail(bound.cause())
              + "; free the port, or choose another, or another address of this host, with --listen",
          bound.cause());
    }
    return bound.channel();
  }

  /**
   * Puts a snapshot in force: for sessions that begin from now on, for those that live, which end
   * when they are no longer allowed, and for import listeners. Returns when every changed import
   * listens or has failed to.
   */
  @Override
  public void accept(SnapshotUpdate update) {
    snapshot = update.snapshot();
    sessions.forEach((loop, ofLoop) -> loop.execute(() -> ofLoop.recheck(update)));
    for (String peer : update.peers()) {
      pools.forEach((loop, ofLoop) -> loop.execute(() -> ofLoop.retire(peer)));
    }
    if (!update.peers().isEmpty()) {
      heartbeatLoop.execute(() -> heartbeats.update(update.snapshot(), update.peers()));
    }
    if (!update.imports().isEmpty()) {
      imports
          .apply(update.snapshot(), update.imports())
          .completeOnTimeout(null, BIND_TIME.toSeconds(), TimeUnit.SECONDS)
          .join();
    }
  }

  /**
   * Shows another certificate from now on, and trusts others: free tunnels retire, and sessions of
   * peers that are not trusted any more end. All other sessions go on. Takes its time.
   *
   * @throws DataplaneException when they cannot be used for TLS; those before stay in force
   */
  public void accept(PeerCredentials renewed) {
    tls.renew(renewed);
    heartbeatLoop.execute(heartbeats::renew);
    pools.forEach((loop, ofLoop) -> loop.execute(ofLoop::renew));
  }

  private void moveOn(String peer) {
    pools.forEach((loop, ofLoop) -> loop.execute(() -> ofLoop.moveOn(peer)));
  }

  private void recheckPeer(String peer) {
    sessions.forEach((loop, ofLoop) -> loop.execute(() -> ofLoop.recheckPeer(peer)));
  }

  /**
   * The sessions that live now, in no order. For threads that may wait.
   *
   * @throws DataplaneException when an event loop does not answer, as it has ended
   */
  public List<SessionInfo> liveSessions() {
    return gather(sessions, LoopSessions::infos);
  }

  /**
   * The tunnels there are now, in no order. For threads that may wait.
   *
   * @throws DataplaneException when an event loop does not answer, as it has ended
   */
  public List<TunnelStatus> tunnels() {
    return gather(tunnels, ofLoop -> ofLoop.statuses(clock.instant()));
  }

  /** How each peer is reached, by their names. Any thread. */
  public List<PeerHealth> peers() {
    return reachability.all().stream()
        .map(this::withLabels)
        .sorted(Comparator.comparing(PeerHealth::peer))
        .toList();
  }

  private PeerHealth withLabels(PeerHealth health) {
    return health.withLabels(labels.of(health.peer(), snapshot));
  }

  /**
   * What a client at this address would meet that connected to an import now, as far as this side
   * decides; empty when there is no such import. For threads that may wait.
   *
   * @throws DataplaneException when an event loop does not answer, as it has ended
   */
  public Optional<SessionExplanation> explain(ResourceName imported, InetAddress client) {
    return explainer.explain(imported, client);
  }

  /**
   * What a session of a peer would meet that asked for an export now, as far as this side decides;
   * empty when there is no such export.
   *
   * @param client the client's attributes, as the peer would send them; empty for an unknown client
   */
  public Optional<ExportExplanation> explainExport(
      ResourceName export, String peer, Map<String, String> client) {
    return explainer.explainExport(export, peer, client);
  }

  private static <S, T> List<T> gather(Map<EventLoop, S> byLoop, Function<S, List<T>> what) {
    List<CompletableFuture<List<T>>> asked = new ArrayList<>();
    byLoop.forEach(
        (loop, ofLoop) -> asked.add(CompletableFuture.supplyAsync(() -> what.apply(ofLoop), loop)));
    try {
      return asked.stream()
          .flatMap(answer -> answer.orTimeout(2, TimeUnit.SECONDS).join().stream())
          .toList();
    } catch (CompletionException e) {
      throw new DataplaneException("an event loop does not answer", e);
    }
  }

  /** Where peers reach this gateway. */
  public InetSocketAddress listenAddress() {
    return (InetSocketAddress) started(ingress).localAddress();
  }

  /** The I/O in use. */
  public Transport transport() {
    return transport;
  }

  /** Sessions carried or being set up now. */
  public int sessions() {
    return table.size();
  }

  /** Imports that cannot listen now. */
  public int failedImports() {
    return imports.failed();
  }

  /**
   * Goes away in good order: takes no new session, says goodbye to peers, and lets live sessions
   * end for at most the given time; what is left then is aborted.
   *
   * @return the number of sessions that were aborted
   */
  public int drain(Duration time) throws InterruptedException {
    long endNs = System.nanoTime() + time.toNanos();
    draining = true;
    stopListening();
    heartbeatLoop.execute(heartbeats::stop);
    pools.forEach((loop, ofLoop) -> loop.execute(ofLoop::drain));
    List<LiveSession> left = table.awaitEmpty(time) ? List.of() : table.all();
    left.forEach(LiveSession::shutDown);
    var _ = table.awaitEmpty(ABORT_TIME);
    // An open may be on its way that crosses the goodbye: it is answered, and goes elsewhere. Peers
    // close when they have read the goodbye, and before it the last bytes of the sessions.
    var _ = server.awaitNone(timeToLeave(endNs));
    var _ = tls.awaitNoTunnel(timeToLeave(endNs));
    return left.size();
  }

  private Duration timeToLeave(long endNs) {
    Duration left = Duration.ofNanos(endNs - System.nanoTime());
    Duration goodbye = config.timeouts().goodbye();
    return left.compareTo(goodbye) > 0 ? left : goodbye;
  }

  private void stopListening() {
    Channel listening = ingress;
    if (listening != null) {
      listening.close().awaitUninterruptibly(ABORT_TIME.toMillis());
    }
    imports.close().completeOnTimeout(null, ABORT_TIME.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  /** Ends everything that is left and frees all resources. Idempotent. */
  @Override
  public void close() {
    if (group.isShuttingDown()) {
      return;
    }
    stopListening();
    heartbeatLoop.execute(heartbeats::stop);
    resolvers.close();
    group
        .shutdownGracefully(QUIET_TIME.toMillis(), ABORT_TIME.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(2 * ABORT_TIME.toSeconds(), TimeUnit.SECONDS);
  }

  private static <T> T started(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the data plane is not started");
    }
    return part;
  }
}
