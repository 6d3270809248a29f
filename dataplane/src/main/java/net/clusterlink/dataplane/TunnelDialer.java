package net.clusterlink.dataplane;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import java.util.function.Consumer;
import net.clusterlink.api.HostPort;
import net.clusterlink.dataplane.protocol.Hello;

/**
 * Dials the gateways of one peer: a connection, TLS with the peer's name, and the hellos. Used on
 * one event loop, which the tunnels are on as well.
 */
final class TunnelDialer {
  private final EventLoop loop;
  private final AddressDialer dialer;
  private final TunnelTls tls;
  private final TunnelTls.Context context;
  private final Hello hello;
  private final Timeouts timeouts;

  TunnelDialer(
      EventLoop loop,
      AddressDialer dialer,
      TunnelTls tls,
      Hello hello,
      Timeouts timeouts,
      String peer) {
    this.loop = loop;
    this.dialer = dialer;
    this.tls = tls;
    this.context = tls.dialing(peer);
    this.hello = hello;
    this.timeouts = timeouts;
  }

  /**
   * Dials one gateway.
   *
   * @param owner told of the tunnel, or that there is none
   * @param connected told of the connection as soon as there is one
   */
  void dial(HostPort gateway, TunnelOwner owner, Consumer<Channel> connected) {
    var pipeline =
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel channel) {
            SocketOptions.applyTunnel(channel);
            channel
                .pipeline()
                .addLast(tls.handler(context, channel.alloc()))
                .addLast(new TunnelHandshake(true, tls, context, hello, timeouts, owner));
          }
        };
    dialer.dial(
        loop,
        gateway,
        AddressDialer.Guard.NONE,
        pipeline,
        outcome -> {
          switch (outcome) {
            case AddressDialer.Outcome.Connected(Channel channel) -> connected.accept(channel);
            case AddressDialer.Outcome.Failed(String detail) ->
                owner.notEstablished(TunnelRefusal.UNREACHABLE, detail);
            case AddressDialer.Outcome.Forbidden(String detail) ->
                owner.notEstablished(TunnelRefusal.UNREACHABLE, detail);
          }
        });
  }
}
