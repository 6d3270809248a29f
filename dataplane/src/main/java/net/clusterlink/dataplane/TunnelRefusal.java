package net.clusterlink.dataplane;

/** Why a connection between gateways did not become a tunnel; fit for a metric's label. */
public enum TunnelRefusal {
  /** No TCP connection. */
  UNREACHABLE("unreachable"),
  /** The far side presented no certificate. */
  NO_CERTIFICATE("no-certificate"),
  /** Its certificate is not of this fabric. */
  CERTIFICATE_UNTRUSTED("certificate-untrusted"),
  /** Its certificate has expired, or is not valid yet. */
  CERTIFICATE_NOT_CURRENT("certificate-not-current"),
  /** Its certificate has been revoked. */
  CERTIFICATE_REVOKED("certificate-revoked"),
  /** Its certificate may not be used for its end of a tunnel. */
  CERTIFICATE_USAGE("certificate-usage"),
  /** Its certificate names no peer, or several, or another. */
  CERTIFICATE_NAME("certificate-name"),
  /** The far side refused our certificate, or ended the handshake. */
  REFUSED_BY_PEER("refused-by-peer"),
  /** TLS failed otherwise. */
  TLS("tls"),
  /** The far side does not speak this protocol. */
  WRONG_PROTOCOL("wrong-protocol"),
  /** Handshake and hello took too long. */
  TIMEOUT("timeout"),
  /** A limit of this side was reached. */
  OVERLOADED("overloaded");

  private final String title;

  TunnelRefusal(String title) {
    this.title = title;
  }

  @Override
  public String toString() {
    return title;
  }
}
