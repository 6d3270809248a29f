package net.clusterlink.dataplane;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.clusterlink.api.HostPort;
import net.clusterlink.dataplane.GatewayReport.Attempt;
import net.clusterlink.dataplane.GatewayReport.Outcome;
import net.clusterlink.dataplane.GatewayReport.Resolution;
import net.clusterlink.dataplane.protocol.GoodbyeCode;
import net.clusterlink.dataplane.protocol.Hello;
import net.clusterlink.dataplane.protocol.Open;
import net.clusterlink.fabric.PeerCredentials;

/**
 * Goes the way of a tunnel to a gateway, step by step, and tells how far it came: name, TCP, TLS,
 * identity, and a ping there and back. It opens no session, and says in its hello that it is a
 * probe, so that the far side keeps what this peer's gateway reported of itself.
 *
 * <p>Any thread; it has one event loop of its own until it is closed.
 */
public final class GatewayProbe implements AutoCloseable {
  /** Shorter than a gateway's own: somebody waits. */
  public static final Timeouts TIMEOUTS =
      new Timeouts(
          Duration.ofSeconds(3),
          Duration.ofSeconds(5),
          Timeouts.DEFAULT.open(),
          Duration.ofSeconds(5),
          Duration.ofSeconds(3),
          Timeouts.DEFAULT.silence(),
          Timeouts.DEFAULT.freeTunnel(),
          Timeouts.DEFAULT.tunnelAge(),
          Timeouts.DEFAULT.goodbye());

  /** Of one name; a gateway would try no more in its time. */
  private static final int MAX_ADDRESSES = 8;

  private static final Hello HELLO = new Hello(0, Hello.PROBE, Map.of());

  private final TunnelTls tls;
  private final Timeouts timeouts;
  private final MultiThreadIoEventLoopGroup group;
  private final EventLoop loop;
  private final DnsAddressResolverGroup resolvers;
  private final AddressDialer dialer;

  /**
   * A probe that shows itself with these credentials.
   *
   * @throws DataplaneException when they cannot be used for TLS
   */
  public GatewayProbe(PeerCredentials credentials, Clock clock, Timeouts timeouts) {
    this.tls = new TunnelTls(credentials, clock, timeouts.handshake());
    this.timeouts = timeouts;
    Transport transport = Transport.best();
    this.group =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("probe", true), transport.ioHandlers(Duration.ZERO));
    this.loop = group.next();
    this.resolvers = Dataplane.resolvers(transport, timeouts);
    this.dialer = new AddressDialer(transport, resolvers, timeouts.connect(), timeouts.dial());
  }

  /** Probes one gateway of a peer; always completes, within the times of all steps together. */
  public CompletableFuture<GatewayReport> probe(String peer, HostPort gateway) {
    var dialing = new TunnelDialer(loop, dialer, tls, HELLO, timeouts, peer);
    return resolve(gateway)
        .thenCompose(resolution -> {
          List<InetAddress> addresses =
              switch (resolution) {
                case Resolution.Literal() -> List.of(literal(gateway));
                case Resolution.Found(var found, var _) -> found;
                case Resolution.Failed _ -> List.of();
              };
          List<CompletableFuture<Attempt>> attempts =
              addresses.stream()
                  .map(address -> attempt(dialing, new HostPort(shown(address), gateway.port())))
                  .toList();
          return CompletableFuture.allOf(attempts.toArray(CompletableFuture[]::new))
              .thenApply(_ ->
                  new GatewayReport(
                      gateway,
                      resolution,
                      attempts.stream().map(CompletableFuture::join).toList()));
        });
  }

  private static String shown(InetAddress address) {
    return address.getHostAddress();
  }

  private static InetAddress literal(HostPort gateway) {
    return InetAddress.ofLiteral(gateway.host());
  }

  private CompletableFuture<Resolution> resolve(HostPort gateway) {
    if (NetUtil.createByteArrayFromIpAddressString(gateway.host()) != null) {
      return CompletableFuture.completedFuture(new Resolution.Literal());
    }
    var resolved = new CompletableFuture<Resolution>();
    long startNs = System.nanoTime();
    resolvers
        .getResolver(loop)
        .resolveAll(InetSocketAddress.createUnresolved(gateway.host(), gateway.port()))
        .addListener((Future<List<InetSocketAddress>> found) ->
            resolved.complete(
                found.isSuccess() ? found(found.getNow(), startNs) : failed(found.cause())));
    long limitMs = timeouts.dial().toMillis();
    return resolved.completeOnTimeout(
        new Resolution.Failed("no DNS server answered within " + limitMs + " ms"),
        limitMs,
        TimeUnit.MILLISECONDS);
  }

  private static Resolution found(List<InetSocketAddress> sockets, long startNs) {
    var addresses = new LinkedHashSet<InetAddress>();
    sockets.stream().limit(MAX_ADDRESSES).forEach(socket -> addresses.add(socket.getAddress()));
    return new Resolution.Found(List.copyOf(addresses), since(startNs));
  }

  private static Resolution failed(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case DnsErrorCauseException refused -> {
          return new Resolution.Failed(
              refused.getCode().equals(DnsResponseCode.NXDOMAIN)
                  ? "there is no such name (NXDOMAIN)"
                  : "the DNS server answers " + refused.getCode());
        }
        case DnsNameResolverTimeoutException _ -> {
          return new Resolution.Failed("no DNS server answered");
        }
        default -> {}
      }
    }
    return new Resolution.Failed("the name has no address");
  }

  private CompletableFuture<Attempt> attempt(TunnelDialer peer, HostPort address) {
    var visit = new Visit(address);
    loop.execute(() -> visit.start(peer));
    return visit.outcome.thenApply(outcome ->
        new Attempt(
            new InetSocketAddress(InetAddress.ofLiteral(address.host()), address.port()), outcome));
  }

  private static Duration since(long startNs) {
    return Duration.ofNanos(System.nanoTime() - startNs);
  }

  /** Ends all that is still under way. */
  @Override
  public void close() {
    resolvers.close();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /** The way to one address, on the event loop. */
  private final class Visit implements TunnelOwner {
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final HostPort address;
    private long stepNs;
    private boolean connected;
    private Duration connect = Duration.ZERO;
    private Duration handshake = Duration.ZERO;

    Visit(HostPort address) {
      this.address = address;
    }

    void start(TunnelDialer peer) {
      stepNs = System.nanoTime();
      peer.dial(
          address,
          this,
          _ -> {
            connected = true;
            connect = since(stepNs);
            stepNs = System.nanoTime();
          });
    }

    @Override
    public void established(Tunnel tunnel) {
      handshake = since(stepNs);
      stepNs = System.nanoTime();
      tunnel.ping(stepNs);
      loop.schedule(
          () ->
              noTunnel(
                  TunnelRefusal.TIMEOUT,
                  "no answer to a ping within " + timeouts.ping().toMillis() + " ms"),
          timeouts.ping().toMillis(),
          TimeUnit.MILLISECONDS);
    }

    @Override
    public void ponged(Tunnel tunnel, long payload) {
      if (payload != stepNs) {
        return;
      }
      outcome.complete(
          new Outcome.Answered(connect, handshake, since(payload), tunnel.farCertificateExpiry()));
      tunnel.retire(GoodbyeCode.IDLE);
    }

    /** Of a connection that failed, the reason has the address before it; here it is known. */
    @Override
    public void notEstablished(TunnelRefusal reason, String detail) {
      if (connected) {
        noTunnel(reason, detail);
      } else {
        String prefix = address + ": ";
        outcome.complete(
            new Outcome.NotConnected(
                detail.startsWith(prefix) ? detail.substring(prefix.length()) : detail));
      }
    }

    private void noTunnel(TunnelRefusal reason, String detail) {
      outcome.complete(new Outcome.NoTunnel(connect, reason, detail));
    }

    @Override
    public void opened(Tunnel tunnel, Open open) {
      throw new IllegalStateException("an open on a tunnel that this side dialed");
    }

    @Override
    public void free(Tunnel tunnel) {}

    @Override
    public void violated(Tunnel tunnel, String detail) {
      noTunnel(TunnelRefusal.WRONG_PROTOCOL, "the far side broke the protocol: " + detail);
    }

    @Override
    public void closed(Tunnel tunnel, String why) {
      noTunnel(TunnelRefusal.REFUSED_BY_PEER, why);
    }
  }
}
