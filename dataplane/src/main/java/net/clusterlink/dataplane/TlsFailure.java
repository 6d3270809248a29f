package net.clusterlink.dataplane;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import net.clusterlink.fabric.PeerRefusedException;
import org.jspecify.annotations.Nullable;

/**
 * What a failed handshake means, in words for a log.
 *
 * @param detail without bytes of the far side other than through names that were escaped
 */
record TlsFailure(TunnelRefusal reason, String detail) {

  static TlsFailure of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case PeerRefusedException refused -> {
          return new TlsFailure(reason(refused), String.valueOf(refused.getMessage()));
        }
        case SslHandshakeTimeoutException _ -> {
          return new TlsFailure(TunnelRefusal.TIMEOUT, "the TLS handshake took too long");
        }
        case NotSslRecordException _ -> {
          return new TlsFailure(TunnelRefusal.TLS, "the far side does not speak TLS");
        }
        case ClosedChannelException _ -> {
          return new TlsFailure(
              TunnelRefusal.REFUSED_BY_PEER, "the far side closed during the TLS handshake");
        }
        case IOException broken when !(broken instanceof SSLException) -> {
          return new TlsFailure(
              TunnelRefusal.TLS,
              "the connection broke before the tunnel was up: " + ConnectionFault.detail(broken));
        }
        default -> {}
      }
    }
    return ofLibrary(failure);
  }

  /** The TLS libraries tell these apart by their texts alone. */
  private static TlsFailure ofLibrary(Throwable failure) {
    String text = text(failure);
    String upper = text.toUpperCase(Locale.ROOT);
    if (upper.contains("PEER_DID_NOT_RETURN_A_CERTIFICATE")
        || upper.contains("EMPTY CLIENT CERTIFICATE")) {
      return new TlsFailure(TunnelRefusal.NO_CERTIFICATE, "the far side presented no certificate");
    }
    if (upper.contains("UNSUPPORTED_PROTOCOL")
        || upper.contains("NO APPROPRIATE PROTOCOL")
        || upper.contains("PROTOCOL_VERSION")) {
      return new TlsFailure(TunnelRefusal.WRONG_PROTOCOL, "the far side does not offer TLS 1.3");
    }
    if (upper.contains("NO_APPLICATION_PROTOCOL") || upper.contains("NO APPLICATION PROTOCOL")) {
      return new TlsFailure(
          TunnelRefusal.WRONG_PROTOCOL,
          "the far side does not speak " + TunnelTls.PROTOCOL + " (TLS ALPN)");
    }
    return TlsAlert.in(text)
        .map(alert -> new TlsFailure(TunnelRefusal.REFUSED_BY_PEER, alert.meaning()))
        .orElseGet(() -> new TlsFailure(TunnelRefusal.TLS, text));
  }

  private static String text(Throwable failure) {
    @Nullable String message = failure.getMessage();
    return message == null
        ? failure.getClass().getSimpleName()
        : failure instanceof SSLException
            ? message
            : failure.getClass().getSimpleName() + ": " + message;
  }

  private static TunnelRefusal reason(PeerRefusedException refused) {
    return switch (refused.reason()) {
      case NO_CERTIFICATE -> TunnelRefusal.NO_CERTIFICATE;
      case UNTRUSTED, MALFORMED, AUTHORITY, STRAY_CERTIFICATE ->
          TunnelRefusal.CERTIFICATE_UNTRUSTED;
      case EXPIRED, NOT_YET_VALID -> TunnelRefusal.CERTIFICATE_NOT_CURRENT;
      case REVOKED -> TunnelRefusal.CERTIFICATE_REVOKED;
      case WRONG_USAGE -> TunnelRefusal.CERTIFICATE_USAGE;
      case NO_NAME, SEVERAL_NAMES, INVALID_NAME, WRONG_NAME -> TunnelRefusal.CERTIFICATE_NAME;
    };
  }
}
