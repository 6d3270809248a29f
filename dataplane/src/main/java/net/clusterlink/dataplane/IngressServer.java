package net.clusterlink.dataplane;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import net.clusterlink.dataplane.protocol.GoodbyeCode;
import net.clusterlink.dataplane.protocol.Hello;
import net.clusterlink.dataplane.protocol.Open;

/**
 * Takes the connections of other gateways: makes tunnels of those whose certificate is of the
 * fabric and starts a {@link ServiceSession} for every open on them. Sharable; each connection
 * stays on its own event loop.
 */
final class IngressServer extends ChannelInitializer<Channel> {
  private final TunnelTls tls;
  private final Hello hello;
  private final int limit;
  private final Function<EventLoop, LoopTunnels> tunnels;
  private final SessionContext context;
  private final AtomicInteger connections = new AtomicInteger();

  /**
   * A server; it is put in as the child handler of a listening socket.
   *
   * @param limit of connections held at once, those in handshake included
   * @param tunnels the tunnels of an event loop
   */
  IngressServer(
      TunnelTls tls,
      Hello hello,
      int limit,
      Function<EventLoop, LoopTunnels> tunnels,
      SessionContext context) {
    this.tls = tls;
    this.hello = hello;
    this.limit = limit;
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
    channel.closeFuture().addListener(_ -> connections.decrementAndGet());
    if (connections.incrementAndGet() > limit) {
      owner.notEstablished(
          TunnelRefusal.OVERLOADED, "peers hold as many connections as they may: " + limit);
      SocketOptions.reset(channel);
      return;
    }
    SocketOptions.applyTunnel(channel);
    channel
        .pipeline()
        .addLast(tls.accept(channel.alloc()))
        .addLast(new TunnelHandshake(false, tls, hello, context.timeouts(), owner));
  }

  /** The owner of one accepted connection. */
  private final class Owner implements TunnelOwner {
    private final LoopTunnels loop;
    private final InetSocketAddress remote;

    Owner(LoopTunnels loop, InetSocketAddress remote) {
      this.loop = loop;
      this.remote = remote;
    }

    @Override
    public void established(Tunnel tunnel) {
      context.labels().report(tunnel.peer(), tunnel.farLabels());
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
