package net.clusterlink.dataplane;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import net.clusterlink.fabric.testing.TestPeer;

/**
 * TLS as another implementation would do it: the JDK's own, on blocking sockets. It presents
 * whatever it is given, fit or not, and trusts everybody or nobody.
 *
 * @param trusting whether it trusts whatever is presented to it
 * @param presented its certificate; none to present none
 * @param protocol the one TLS version offered
 * @param applicationProtocols offered by ALPN
 */
record FarTls(
    boolean trusting,
    Optional<TestPeer> presented,
    String protocol,
    List<String> applicationProtocols) {

  FarTls(Optional<TestPeer> presented, String protocol, String... applicationProtocols) {
    this(true, presented, protocol, List.of(applicationProtocols));
  }

  /** TLS as the protocol asks for. */
  static FarTls presenting(TestPeer peer) {
    return new FarTls(Optional.of(peer), "TLSv1.3", TunnelTls.PROTOCOL);
  }

  /** The same, but refusing every certificate. */
  FarTls trustingNobody() {
    return new FarTls(false, presented, protocol, applicationProtocols);
  }

  /** A connection to a gateway; the handshake is still to be made. */
  SSLSocket dial(InetSocketAddress gateway) throws IOException {
    var socket = new Socket(gateway.getAddress(), gateway.getPort());
    var tls =
        (SSLSocket)
            context().getSocketFactory().createSocket(socket, "a-gateway", gateway.getPort(), true);
    tls.setSSLParameters(with(tls.getSSLParameters()));
    tls.setSoTimeout(20_000);
    return tls;
  }

  /** A listener at 127.0.0.1 that asks for a certificate. */
  ServerSocket listen() throws IOException {
    return listen(0);
  }

  /** The same, on a certain port. */
  ServerSocket listen(int port) throws IOException {
    var listener =
        (SSLServerSocket)
            context()
                .getServerSocketFactory()
                .createServerSocket(port, 50, InetAddress.getLoopbackAddress());
    SSLParameters parameters = with(listener.getSSLParameters());
    parameters.setNeedClientAuth(true);
    listener.setSSLParameters(parameters);
    return listener;
  }

  private SSLParameters with(SSLParameters parameters) {
    parameters.setProtocols(new String[] {protocol});
    parameters.setApplicationProtocols(applicationProtocols.toArray(String[]::new));
    return parameters;
  }

  private SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      KeyManager[] keys = presented.stream().map(OneKey::new).toArray(KeyManager[]::new);
      context.init(keys, new TrustManager[] {new Trust(trusting)}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Presents one certificate, whatever the far side would like to see. */
  private static final class OneKey extends X509ExtendedKeyManager {
    private static final String ALIAS = "key";
    private final TestPeer peer;

    OneKey(TestPeer peer) {
      this.peer = peer;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
      return ALIAS;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
      return new String[] {ALIAS};
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
      return ALIAS;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return peer.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return peer.key();
    }
  }

  private record Trust(boolean everybody) implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      check();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      check();
    }

    private void check() throws CertificateException {
      if (!everybody) {
        throw new CertificateException("nobody is trusted");
      }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
