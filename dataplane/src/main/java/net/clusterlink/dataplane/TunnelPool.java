package net.clusterlink.dataplane;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import net.clusterlink.api.HostPort;
import net.clusterlink.dataplane.protocol.GoodbyeCode;
import net.clusterlink.dataplane.protocol.Hello;
import net.clusterlink.dataplane.protocol.Open;

/**
 * The tunnels of one event loop to one peer: gives out a free one, else dials the peer's gateways
 * in turn, and takes tunnels back when their session has ended. Used on that event loop only.
 */
final class TunnelPool {

  /** What asking for a tunnel came to. */
  sealed interface Acquired {
    /** A tunnel that is free now. */
    record Ready(Tunnel tunnel) implements Acquired {}

    /** None of the peer's gateways could be reached. */
    record Failed(String detail) implements Acquired {}
  }

  /** What all pools share. */
  record Means(
      TunnelTls tls,
      AddressDialer dialer,
      Hello hello,
      Timeouts timeouts,
      int freeTunnels,
      Clock clock,
      DataplaneEvents events,
      PeerLabels labels) {}

  private final EventLoop loop;
  private final LoopTunnels tunnels;
  private final Means means;
  private final String peer;
  private final SslContext tlsContext;
  private final Deque<Tunnel> free = new ArrayDeque<>();
  private int firstGateway;
  private boolean closing;

  TunnelPool(EventLoop loop, LoopTunnels tunnels, Means means, String peer) {
    this.loop = loop;
    this.tunnels = tunnels;
    this.means = means;
    this.peer = peer;
    this.tlsContext = means.tls().dialing(peer);
  }

  /**
   * Asks for a tunnel; the answer may come at once.
   *
   * @param gateways where the peer is reached now
   */
  void acquire(List<HostPort> gateways, Consumer<Acquired> answer) {
    for (Tunnel tunnel = free.pollLast(); tunnel != null; tunnel = free.pollLast()) {
      if (!tunnel.farCertificateHolds(means.clock().instant())) {
        tunnel.retire(GoodbyeCode.CREDENTIALS);
      } else if (tunnel.isFree()) {
        answer.accept(new Acquired.Ready(tunnel));
        return;
      }
    }
    new Dial(gateways, answer).next();
  }

  private void keep(Tunnel tunnel) {
    if (!tunnel.isFree()) {
      return;
    }
    if (closing || free.size() >= means.freeTunnels()) {
      tunnel.retire(closing ? GoodbyeCode.DRAINING : GoodbyeCode.IDLE);
    } else {
      free.addLast(tunnel);
    }
  }

  /** Keeps no tunnel from now on: those that come free are retired. */
  void close() {
    closing = true;
    free.clear();
  }

  /** One wish for a new tunnel: the gateways not yet tried, and afterwards its tunnel's owner. */
  private final class Dial implements TunnelOwner {
    private final Iterator<HostPort> left;
    private final Consumer<Acquired> answer;
    private final List<String> failures = new ArrayList<>();
    private InetSocketAddress remote = new InetSocketAddress(0);
    private HostPort gateway = new HostPort("0.0.0.0", 1);

    Dial(List<HostPort> gateways, Consumer<Acquired> answer) {
      var order = new ArrayList<>(gateways);
      java.util.Collections.rotate(order, -(firstGateway++ % Math.max(1, gateways.size())));
      this.left = order.iterator();
      this.answer = answer;
    }

    void next() {
      if (!left.hasNext()) {
        answer.accept(
            new Acquired.Failed("peer " + peer + " unreachable: " + String.join("; ", failures)));
        return;
      }
      gateway = left.next();
      remote = InetSocketAddress.createUnresolved(gateway.host(), gateway.port());
      means.dialer().dial(loop, gateway, AddressDialer.Guard.NONE, pipeline(), this::dialed);
    }

    private ChannelInitializer<Channel> pipeline() {
      return new ChannelInitializer<>() {
        @Override
        protected void initChannel(Channel channel) {
          SocketOptions.applyTunnel(channel);
          channel
              .pipeline()
              .addLast(means.tls().dial(tlsContext, channel.alloc()))
              .addLast(
                  new TunnelHandshake(
                      true, means.tls(), means.hello(), means.timeouts(), Dial.this));
        }
      };
    }

    private void dialed(AddressDialer.Outcome outcome) {
      switch (outcome) {
        case AddressDialer.Outcome.Connected(Channel channel) ->
            remote = (InetSocketAddress) channel.remoteAddress();
        case AddressDialer.Outcome.Failed(String detail) -> unreachable(detail);
        case AddressDialer.Outcome.Forbidden(String detail) -> unreachable(detail);
      }
    }

    private void unreachable(String detail) {
      refused(TunnelRefusal.UNREACHABLE, detail);
    }

    private void refused(TunnelRefusal reason, String detail) {
      means.events().tunnelRefused(true, Optional.of(peer), remote, reason, at(detail));
      failures.add(at(detail));
      next();
    }

    /** With the gateway's address before it, unless it stands there already. */
    private String at(String detail) {
      return detail.startsWith(gateway.toString()) ? detail : gateway + ": " + detail;
    }

    @Override
    public void established(Tunnel tunnel) {
      means.labels().report(peer, tunnel.farLabels());
      tunnels.add(tunnel);
      means.events().tunnelEstablished(tunnel.info());
      // A pool that closes meanwhile lets the session that waits have it, and retires it then.
      answer.accept(new Acquired.Ready(tunnel));
    }

    @Override
    public void notEstablished(TunnelRefusal reason, String detail) {
      refused(reason, detail);
    }

    @Override
    public void opened(Tunnel tunnel, Open open) {
      throw new IllegalStateException("an open on a tunnel that this side dialed");
    }

    @Override
    public void free(Tunnel tunnel) {
      keep(tunnel);
    }

    @Override
    public void violated(Tunnel tunnel, String detail) {
      means.events().protocolViolated(tunnel.info(), detail);
    }

    @Override
    public void closed(Tunnel tunnel, String why) {
      tunnels.remove(tunnel);
      free.remove(tunnel);
      means.events().tunnelClosed(tunnel.info(), why);
    }
  }
}
