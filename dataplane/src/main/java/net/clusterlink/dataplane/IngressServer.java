package net.clusterlink.dataplane;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import net.clusterlink.dataplane.protocol.GoodbyeCode;
import net.clusterlink.dataplane.protocol.Hello;
import net.clusterlink.dataplane.protocol.Open;
import org.jspecify.annotations.Nullable;

/**
 * Takes the connections of other gateways: makes tunnels of those whose certificate is of the
 * fabric and starts a {@link ServiceSession} for every open on them. Sharable; each connection
 * stays on its own event loop.
 */
final class IngressServer extends ChannelInitializer<Channel> {
  private final TunnelTls tls;
  private final Hello hello;
  private final Limits limits;
  private final Function<EventLoop, LoopTunnels> tunnels;
  private final SessionContext context;
  private final LiveCount connections = new LiveCount();
  private final AtomicInteger handshakes = new AtomicInteger();

  /**
   * A server; it is put in as the child handler of a listening socket.
   *
   * @param limits of connections held at once, and of those in handshake
   * @param tunnels the tunnels of an event loop
   */
  IngressServer(
      TunnelTls tls,
      Hello hello,
      Limits limits,
      Function<EventLoop, LoopTunnels> tunnels,
      SessionContext context) {
    this.tls = tls;
    this.hello = hello;
    this.limits = limits;
    this.tunnels = tunnels;
    this.context = context;
  }

  @Override
  public boolean isSharable() {
    return true;
  }

  @Override
  protected void initChannel(Channel channel) {
    if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
      // Gone before it was looked at.
      channel.close();
      return;
    }
    var owner = new Owner(tunnels.apply(channel.eventLoop()), remote);
    channel.closeFuture().addListener(_ -> owner.gone());
    owner.come();
    Optional<String> overload = overload();
    if (overload.isPresent()) {
      owner.notEstablished(TunnelRefusal.OVERLOADED, overload.get());
      SocketOptions.reset(channel);
      return;
    }
    SocketOptions.applyTunnel(channel);
    TunnelTls.Context accepting = tls.accepting();
    channel
        .pipeline()
        .addLast(tls.handler(accepting, channel.alloc()))
        .addLast(
            new TunnelHandshake(
                false, tls, accepting, hello.at(owner.loop.nextSeat()), context.timeouts(), owner));
  }

  /**
   * Waits until no peer holds a connection to this gateway; for a virtual thread.
   *
   * @return whether none does
   */
  boolean awaitNone(Duration time) throws InterruptedException {
    return connections.awaitNone(time);
  }

  private Optional<String> overload() {
    if (connections.value() > limits.acceptedTunnels()) {
      return Optional.of("peers hold as many connections as they may: " + limits.acceptedTunnels());
    }
    if (handshakes.get() > limits.handshakes()) {
      return Optional.of(
          "as many connections as may are in their handshake: " + limits.handshakes());
    }
    return Optional.empty();
  }

  /** The owner of one accepted connection. */
  private final class Owner implements TunnelOwner {
    private final LoopTunnels loop;
    private final InetSocketAddress remote;
    private boolean inHandshake;

    Owner(LoopTunnels loop, InetSocketAddress remote) {
      this.loop = loop;
      this.remote = remote;
    }

    void come() {
      connections.come();
      handshakes.incrementAndGet();
      inHandshake = true;
    }

    void gone() {
      connections.go();
      shownWho();
    }

    private void shownWho() {
      if (inHandshake) {
        inHandshake = false;
        handshakes.decrementAndGet();
      }
    }

    @Override
    public void established(Tunnel tunnel) {
      shownWho();
      if (!tunnel.isProbe()) {
        context.labels().report(tunnel.peer(), tunnel.farLabels());
      }
      loop.add(tunnel);
      context.events().tunnelEstablished(tunnel.info());
      if (context.draining().getAsBoolean()) {
        tunnel.retire(GoodbyeCode.DRAINING);
      }
    }

    @Override
    public void notEstablished(TunnelRefusal reason, String detail) {
      context.events().tunnelRefused(false, Optional.empty(), remote, reason, detail);
    }

    @Override
    public void opened(Tunnel tunnel, Open open) {
      new ServiceSession(context, tunnel, open).start();
    }

    @Override
    public void free(Tunnel tunnel) {}

    @Override
    public boolean certificateHolds(Tunnel tunnel) {
      return tunnel.farCertificateHolds(context.clock().instant());
    }

    @Override
    public @Nullable Tunnel numbered(Tunnel asking, int number) {
      return loop.numbered(number);
    }

    @Override
    public void violated(Tunnel tunnel, String detail) {
      context.events().protocolViolated(tunnel.info(), detail);
    }

    @Override
    public void closed(Tunnel tunnel, String why) {
      loop.remove(tunnel);
      context.events().tunnelClosed(tunnel.info(), why);
    }
  }
}
