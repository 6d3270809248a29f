package net.clusterlink.fabric;

import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/**
 * The certificate that the far side presented does not make it a peer of this fabric, or not the
 * one expected. The message says what was found and what was expected, with everything the far side
 * chose escaped and shortened, so that it may be logged.
 */
public final class PeerRefusedException extends CertificateException {
  private static final long serialVersionUID = 1L;

  /** Why; stable names, fit for counting. */
  public enum Reason {
    /** No certificate at all was presented. */
    NO_CERTIFICATE,
    /** A certificate could not be parsed, or there are more than a chain may have. */
    MALFORMED,
    /** The certificate of an authority was presented as a peer's own. */
    AUTHORITY,
    /** Another peer's certificate follows the peer's own, where only authorities may. */
    STRAY_CERTIFICATE,
    /** No valid chain of signatures leads to an authority of this fabric. */
    UNTRUSTED,
    /** The certificate, or its authority, is no longer valid. */
    EXPIRED,
    /** The certificate, or its authority, is not valid yet. */
    NOT_YET_VALID,
    /** The certificate, or that of an authority below the fabric's, has been revoked. */
    REVOKED,
    /** Key usage or extended key usage does not allow the part the far side plays. */
    WRONG_USAGE,
    /** There is no subject alternative name; a common name is not taken for one. */
    NO_NAME,
    /** There are several subject alternative names, of whatever types. */
    SEVERAL_NAMES,
    /** The one name is no peer name: a wildcard, an address, an e-mail address, upper case. */
    INVALID_NAME,
    /** A peer of this fabric, but not the one that was to be reached. */
    WRONG_NAME
  }

  private final Reason reason;

  PeerRefusedException(Reason reason, String message) {
    this(reason, message, null);
  }

  PeerRefusedException(Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Why the far side was refused. */
  public Reason reason() {
    return reason;
  }
}
