package net.clusterlink.dataplane;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
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
import net.clusterlink.fabric.PeerCredentials;
import net.clusterlink.fabric.PeerRefusedException;
import net.clusterlink.fabric.PeerVerifier;

/**
 * The TLS of tunnels (docs/protocol.md, section 1): version 1.3 alone, certificates on both sides,
 * no tickets, no resumption. BoringSSL where its library loads, else the JDK's engine.
 */
final class TunnelTls {
  /** The ALPN name of the protocol. */
  static final String PROTOCOL = "clusterlink/2";

  private final PeerCredentials credentials;
  private final PeerVerifier verifier;
  private final Duration handshake;
  private final SslContext accepting;

  TunnelTls(PeerCredentials credentials, Clock clock, Duration handshake) {
    this.credentials = credentials;
    this.verifier = new PeerVerifier(credentials.authorities(), clock);
    this.handshake = handshake;
    this.accepting =
        build(
            SslContextBuilder.forServer(credentials.key(), certificates())
                .trustManager(verifier.trustManager())
                .clientAuth(ClientAuth.REQUIRE));
  }

  /** A context for dialing one peer; to be kept, as it is costly to make. */
  SslContext dialing(String peer) {
    return build(
        SslContextBuilder.forClient()
            .keyManager(credentials.key(), certificates())
            .trustManager(verifier.trustManager(peer))
            .serverName(new SNIHostName(peer))
            // The trust manager compares the name itself, exactly.
            .endpointIdentificationAlgorithm(null));
  }

  SslHandler accept(ByteBufAllocator allocator) {
    return withTimeout(accepting.newHandler(allocator));
  }

  SslHandler dial(SslContext context, ByteBufAllocator allocator) {
    return withTimeout(context.newHandler(allocator));
  }

  /**
   * The name of the peer that accepted or dialed, from the chain it presented.
   *
   * @throws PeerRefusedException when it is no peer of the fabric
   */
  String peer(List<X509Certificate> chain, PeerVerifier.Role role) throws PeerRefusedException {
    return verifier.verify(chain, role);
  }

  private SslHandler withTimeout(SslHandler handler) {
    handler.setHandshakeTimeoutMillis(handshake.toMillis());
    return handler;
  }

  private X509Certificate[] certificates() {
    return credentials.chain().toArray(X509Certificate[]::new);
  }

  private static SslContext build(SslContextBuilder builder) {
    try {
      return builder
          .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
          .protocols("TLSv1.3")
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
      throw new DataplaneException("cannot set up TLS with this peer's certificate and key", e);
    }
  }
}
