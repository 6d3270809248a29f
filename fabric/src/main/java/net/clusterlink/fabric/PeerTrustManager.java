package net.clusterlink.fabric;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Puts a {@link PeerVerifier} where TLS asks for it. The verification is complete: neither socket
 * nor engine has a say, so endpoint identification need not be set on them.
 */
final class PeerTrustManager extends X509ExtendedTrustManager {
  /** Verifies a chain as presented; returns the peer's name, of which TLS has no use. */
  @FunctionalInterface
  interface Check {
    String verify(List<X509Certificate> chain) throws PeerRefusedException;
  }

  private final PeerVerifier.Role farSide;
  private final Check check;
  private final List<X509Certificate> authorities;

  PeerTrustManager(PeerVerifier.Role farSide, Check check, List<X509Certificate> authorities) {
    this.farSide = farSide;
    this.check = check;
    this.authorities = authorities;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    verify(chain, PeerVerifier.Role.CLIENT);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    verify(chain, PeerVerifier.Role.CLIENT);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    verify(chain, PeerVerifier.Role.CLIENT);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    verify(chain, PeerVerifier.Role.SERVER);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    verify(chain, PeerVerifier.Role.SERVER);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    verify(chain, PeerVerifier.Role.SERVER);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities.toArray(X509Certificate[]::new);
  }

  private void verify(X509Certificate[] chain, PeerVerifier.Role role) throws CertificateException {
    if (role != farSide) {
      throw new CertificateException(
          "this trust manager verifies a far side in the role "
              + farSide
              + ", not "
              + role
              + "; use the other one of PeerVerifier");
    }
    check.verify(List.of(chain));
  }
}
