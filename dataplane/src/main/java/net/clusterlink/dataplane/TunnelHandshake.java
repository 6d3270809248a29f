package net.clusterlink.dataplane;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import net.clusterlink.dataplane.protocol.Hello;
import net.clusterlink.fabric.PeerRefusedException;
import net.clusterlink.fabric.PeerVerifier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for TLS and then makes the connection a {@link Tunnel} of the peer whose certificate was
 * verified. Behind TLS in the pipeline; lives until the handshake has ended, on the connection's
 * event loop.
 */
final class TunnelHandshake extends ChannelInboundHandlerAdapter {
  private final boolean dialed;
  private final TunnelTls tls;
  private final TunnelTls.Context context;
  private final Hello ownHello;
  private final Timeouts timeouts;
  private final TunnelOwner owner;
  private boolean over;
  private @Nullable Tunnel established;

  /**
   * The handshake of one connection.
   *
   * @param context that its TLS is of
   */
  TunnelHandshake(
      boolean dialed,
      TunnelTls tls,
      TunnelTls.Context context,
      Hello ownHello,
      Timeouts timeouts,
      TunnelOwner owner) {
    this.dialed = dialed;
    this.tls = tls;
    this.context = context;
    this.ownHello = ownHello;
    this.timeouts = timeouts;
    this.owner = owner;
  }

  /** TLS and hello have this time together; TLS keeps to its part by itself. */
  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    ctx.channel()
        .eventLoop()
        .schedule(
            () -> {
              if (established != null) {
                established.giveUpWithoutHello();
              }
            },
            timeouts.handshake().toMillis(),
            TimeUnit.MILLISECONDS);
    ctx.fireChannelActive();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        established(ctx);
      } else {
        TlsFailure failure = TlsFailure.of(handshake.cause());
        fail(ctx, failure.reason(), failure.detail());
      }
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  private void established(ChannelHandlerContext ctx) {
    SslHandler handler = ctx.pipeline().get(SslHandler.class);
    if (!TunnelTls.PROTOCOL.equals(handler.applicationProtocol())) {
      fail(
          ctx,
          TunnelRefusal.WRONG_PROTOCOL,
          "the far side does not speak " + TunnelTls.PROTOCOL + " (TLS ALPN)");
      return;
    }
    try {
      List<X509Certificate> chain = chain(handler.engine().getSession().getPeerCertificates());
      TunnelTls.Verified verified =
          tls.verify(chain, dialed ? PeerVerifier.Role.SERVER : PeerVerifier.Role.CLIENT);
      var tunnel =
          new Tunnel(
              new TunnelInfo(
                  dialed, verified.peer(), (InetSocketAddress) ctx.channel().remoteAddress()),
              chain.getFirst().getNotAfter().toInstant(),
              ownHello,
              timeouts,
              owner,
              System::nanoTime);
      over = true;
      established = tunnel;
      TlsRecords.takeOver(ctx, handler);
      ctx.pipeline().replace(this, "tunnel", tunnel);
      tls.watch(tunnel, verified, context, ctx.channel());
    } catch (PeerRefusedException | SSLPeerUnverifiedException e) {
      TlsFailure failure = TlsFailure.of(e);
      fail(ctx, failure.reason(), failure.detail());
    }
  }

  private static List<X509Certificate> chain(Certificate[] presented) {
    var chain = new ArrayList<X509Certificate>(presented.length);
    for (Certificate certificate : presented) {
      chain.add((X509Certificate) certificate);
    }
    return chain;
  }

  /** What happens before TLS has ended is told by its completion; this is the rest. */
  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    fail(ctx, TunnelRefusal.REFUSED_BY_PEER, "the far side closed during the TLS handshake");
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    TlsFailure failure = TlsFailure.of(cause);
    fail(ctx, failure.reason(), failure.detail());
  }

  private void fail(ChannelHandlerContext ctx, TunnelRefusal reason, String detail) {
    if (!over) {
      over = true;
      ctx.close();
      owner.notEstablished(reason, detail);
    }
  }
}
