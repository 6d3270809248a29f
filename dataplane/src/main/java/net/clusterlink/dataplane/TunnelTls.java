package net.clusterlink.dataplane;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;
import net.clusterlink.fabric.PeerCredentials;
import net.clusterlink.fabric.PeerRefusedException;
import net.clusterlink.fabric.PeerVerifier;

/**
 * The TLS of tunnels (docs/protocol.md, section 1): version 1.3 alone, certificates on both sides,
 * no tickets, no resumption. BoringSSL where its library loads, else the JDK's engine, which sends
 * tickets that nobody uses.
 */
final class TunnelTls {
  /** The ALPN name of the protocol. */
  static final String PROTOCOL = "clusterlink/2";

  /**
   * The kind of keystore by which the key goes to the TLS library, never out of this process. The
   * usual PKCS #12 would seal it, and open it again, each time by ten thousand rounds of a hash.
   */
  private static final String IN_MEMORY = "JKS";

  private final Clock clock;
  private final Duration handshake;
  private final TrustedTunnels trusted = new TrustedTunnels();
  private volatile Identity identity;

  /**
   * A far side that is trusted.
   *
   * @param peer its name
   */
  record Verified(String peer, List<X509Certificate> chain, PeerVerifier.Role role) {}

  /**
   * What makes the TLS of connections; costly to make.
   *
   * @param generation which credentials it shows and trusts
   */
  record Context(int generation, SslContext ssl) {}

  /**
   * What this gateway shows and trusts now.
   *
   * @param generation counts up with every renewal
   */
  private record Identity(
      int generation, PeerCredentials credentials, PeerVerifier verifier, Context accepting) {}

  /**
   * The TLS of a peer.
   *
   * @throws DataplaneException when the certificate and key cannot be used for TLS
   */
  TunnelTls(PeerCredentials credentials, Clock clock, Duration handshake) {
    this.clock = clock;
    this.handshake = handshake;
    this.identity = identity(0, credentials);
  }

  private Identity identity(int generation, PeerCredentials credentials) {
    var verifier = credentials.verifier(clock);
    return new Identity(
        generation,
        credentials,
        verifier,
        new Context(
            generation,
            build(
                SslContextBuilder.forServer(credentials.key(), certificates(credentials))
                    .trustManager(alerting(verifier.trustManager()))
                    .clientAuth(ClientAuth.REQUIRE))));
  }

  /**
   * Shows and trusts these from now on: cuts off every tunnel whose far side is not trusted any
   * more, and retires the others, those among them that still wait for their hello. Contexts made
   * before are of no use now. Takes its time: not for an event loop.
   *
   * @throws DataplaneException when they cannot be used for TLS; those before stay in force
   */
  synchronized void renew(PeerCredentials credentials) {
    identity = identity(identity.generation() + 1, credentials);
    trusted.recheck(this::peer);
  }

  /** For dialing one peer; to be kept. */
  Context dialing(String peer) {
    Identity now = identity;
    return new Context(
        now.generation(),
        build(
            SslContextBuilder.forClient()
                .keyManager(now.credentials().key(), certificates(now.credentials()))
                .trustManager(alerting(now.verifier().trustManager(peer)))
                .serverName(new SNIHostName(peer))
                // The trust manager compares the name itself, exactly.
                .endpointIdentificationAlgorithm(null)));
  }

  /** For the next connection that is accepted. */
  Context accepting() {
    return identity.accepting();
  }

  SslHandler handler(Context context, ByteBufAllocator allocator) {
    SslHandler handler = context.ssl().newHandler(allocator);
    if (handler.engine() instanceof ReferenceCountedOpenSslEngine engine) {
      RecordLayer.sendNoTickets(engine);
    }
    handler.setHandshakeTimeoutMillis(handshake.toMillis());
    return handler;
  }

  /**
   * Who accepted or dialed, by the chain it presented.
   *
   * @throws PeerRefusedException when it is no peer of the fabric
   */
  Verified verify(List<X509Certificate> chain, PeerVerifier.Role role) throws PeerRefusedException {
    return new Verified(peer(chain, role), chain, role);
  }

  /**
   * Keeps an eye on a tunnel until its connection closes: its far side may lose its trust, and what
   * was shown to it may be replaced, both of which may have happened during the handshake already.
   */
  void watch(Tunnel tunnel, Verified verified, Context by, Channel channel) {
    trusted.add(tunnel, verified.chain(), verified.role());
    channel.closeFuture().addListener(_ -> trusted.remove(tunnel));
    if (by.generation() != identity.generation()) {
      trusted.recheck(tunnel, this::peer);
    }
  }

  /**
   * Waits until the connections of all tunnels are closed; for a virtual thread.
   *
   * @return whether they are
   */
  boolean awaitNoTunnel(Duration time) throws InterruptedException {
    return trusted.awaitNone(time);
  }

  private String peer(List<X509Certificate> chain, PeerVerifier.Role role)
      throws PeerRefusedException {
    return identity.verifier().verify(chain, role);
  }

  /** The JDK's engine has alerts of its own. */
  private static X509ExtendedTrustManager alerting(X509ExtendedTrustManager deciding) {
    return OpenSsl.isAvailable() ? new AlertingTrustManager(deciding) : deciding;
  }

  private static X509Certificate[] certificates(PeerCredentials credentials) {
    return credentials.chain().toArray(X509Certificate[]::new);
  }

  private static SslContext build(SslContextBuilder builder) {
    try {
      return builder
          .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
          .protocols("TLSv1.3")
          .keyStoreType(IN_MEMORY)
          .sessionCacheSize(1)
          .sessionTimeout(1)
          .applicationProtocolConfig(
              new ApplicationProtocolConfig(
                  ApplicationProtocolConfig.Protocol.ALPN,
                  ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                  ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                  PROTOCOL))
          .build();
    } catch (SSLException e) {
      throw new DataplaneException(
          "cannot set up TLS with this peer's cert.pem and key.pem: %s; let cert.pem hold the peer's certificate and, once each, authorities between it and the fabric's own"
              .formatted(e.getMessage()),
          e);
    }
  }
}
