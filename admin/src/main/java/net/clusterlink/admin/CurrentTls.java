package net.clusterlink.admin;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import net.clusterlink.fabric.PeerCredentials;
import org.jspecify.annotations.Nullable;

/**
 * TLS by the certificate that the gateway has now. The JDK's server asks for its context once; so
 * this is one that hands each connection to the context of the credentials then in force. Any
 * thread.
 */
final class CurrentTls extends SSLContextSpi {
  private static final char[] NO_PASSWORD = {};

  private final Supplier<PeerCredentials> credentials;
  private volatile Optional<Made> made = Optional.empty();

  private record Made(PeerCredentials from, SSLContext context) {}

  private static final class Context extends SSLContext {
    Context(CurrentTls current, SSLContext first) {
      super(current, first.getProvider(), first.getProtocol());
    }
  }

  private CurrentTls(Supplier<PeerCredentials> credentials) {
    this.credentials = credentials;
  }

  /** A context whose every connection presents the certificate of that moment. */
  static SSLContext of(Supplier<PeerCredentials> credentials) {
    var current = new CurrentTls(credentials);
    return new Context(current, current.context());
  }

  private SSLContext context() {
    PeerCredentials now = credentials.get();
    Optional<Made> last = made;
    if (last.isPresent() && last.get().from().equals(now)) {
      return last.get().context();
    }
    SSLContext context = context(now);
    made = Optional.of(new Made(now, context));
    return context;
  }

  private static SSLContext context(PeerCredentials credentials) {
    try {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      keys.setKeyEntry(
          "gateway",
          credentials.key(),
          NO_PASSWORD,
          credentials.chain().toArray(X509Certificate[]::new));
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new AdminException(
          "the certificate of "
              + credentials.peer()
              + " cannot serve the admin address: "
              + e.getMessage()
              + "; issue another with `clusterlink create peer-cert`",
          e);
    }
  }

  @Override
  protected void engineInit(
      KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
      throws KeyManagementException {
    throw new KeyManagementException("it is initialised by the gateway's credentials");
  }

  @Override
  protected SSLEngine engineCreateSSLEngine() {
    return context().createSSLEngine();
  }

  @Override
  protected SSLEngine engineCreateSSLEngine(String host, int port) {
    return context().createSSLEngine(host, port);
  }

  @Override
  protected SSLSocketFactory engineGetSocketFactory() {
    return context().getSocketFactory();
  }

  @Override
  protected SSLServerSocketFactory engineGetServerSocketFactory() {
    return context().getServerSocketFactory();
  }

  @Override
  protected SSLSessionContext engineGetServerSessionContext() {
    return context().getServerSessionContext();
  }

  @Override
  protected SSLSessionContext engineGetClientSessionContext() {
    return context().getClientSessionContext();
  }
}
