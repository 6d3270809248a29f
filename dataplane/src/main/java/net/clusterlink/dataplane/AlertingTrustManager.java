package net.clusterlink.dataplane;

import io.netty.handler.ssl.OpenSslCertificateException;
import io.netty.internal.tcnative.CertificateVerifier;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import net.clusterlink.fabric.PeerRefusedException;

/**
 * Tells BoringSSL why a far side was refused, so that it sends the alert that says so (RFC 8446,
 * section 6.2); without that, every refused far side would hear of an internal error. Of use only
 * where BoringSSL's library is loaded. Stateless but for the manager that decides; any thread.
 */
final class AlertingTrustManager extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager deciding;

  AlertingTrustManager(X509ExtendedTrustManager deciding) {
    this.deciding = deciding;
  }

  @FunctionalInterface
  private interface Verification {
    void run() throws CertificateException;
  }

  private static void alerting(Verification verification) throws CertificateException {
    try {
      verification.run();
    } catch (PeerRefusedException refused) {
      throw new OpenSslCertificateException(refused.getMessage(), refused, code(refused.reason()));
    }
  }

  /** A code of OpenSSL's verification that it turns into the alert meant. */
  private static int code(PeerRefusedException.Reason reason) {
    return switch (reason) {
      case UNTRUSTED, AUTHORITY ->
          CertificateVerifier.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT; // unknown_ca
      // "A certificate has expired or is not currently valid": one alert for both.
      case EXPIRED, NOT_YET_VALID ->
          CertificateVerifier.X509_V_ERR_CERT_HAS_EXPIRED; // certificate_expired
      case REVOKED -> CertificateVerifier.X509_V_ERR_CERT_REVOKED; // certificate_revoked
      case WRONG_USAGE -> CertificateVerifier.X509_V_ERR_INVALID_PURPOSE; // unsupported_certificate
      case NO_CERTIFICATE,
          MALFORMED,
          STRAY_CERTIFICATE,
          NO_NAME,
          SEVERAL_NAMES,
          INVALID_NAME,
          WRONG_NAME ->
          CertificateVerifier.X509_V_ERR_CERT_REJECTED; // bad_certificate
    };
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    alerting(() -> deciding.checkClientTrusted(chain, authType));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    alerting(() -> deciding.checkClientTrusted(chain, authType, socket));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    alerting(() -> deciding.checkClientTrusted(chain, authType, engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    alerting(() -> deciding.checkServerTrusted(chain, authType));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    alerting(() -> deciding.checkServerTrusted(chain, authType, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    alerting(() -> deciding.checkServerTrusted(chain, authType, engine));
  }

  /**
   * None is named to whoever dials (RFC 8446, section 4.2.4): a gateway has one certificate to
   * show, and if that is of another fabric, it should be shown and refused for that, not kept back.
   */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
