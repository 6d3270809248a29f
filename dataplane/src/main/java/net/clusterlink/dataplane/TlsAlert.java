package net.clusterlink.dataplane;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The alert by which the far side ended a handshake (RFC 8446, section 6.2).
 *
 * @param name as the RFC writes it: {@code certificate_expired}
 */
record TlsAlert(String name) {
  /** BoringSSL, then the JDK. */
  private static final Pattern SPOKEN =
      Pattern.compile(
          "(?:SSLV3|TLSV1)_(?:ALERT_)?([A-Z_]+)|Received fatal alert: ([a-z_]+)",
          Pattern.CASE_INSENSITIVE);

  /** The alert that a TLS library's text tells of; empty when it tells of none. */
  static Optional<TlsAlert> in(String text) {
    Matcher spoken = SPOKEN.matcher(text);
    if (!spoken.find()) {
      return Optional.empty();
    }
    String name = spoken.group(1) != null ? spoken.group(1) : spoken.group(2);
    return Optional.of(new TlsAlert(name.toLowerCase(Locale.ROOT)));
  }

  /** What it means for the gateway that received it. */
  String meaning() {
    String certificate = "the far side refused this gateway's certificate: ";
    return switch (name) {
          case "certificate_expired" -> certificate + "expired, or not valid yet by its clock";
          case "unknown_ca" -> certificate + "it does not know the authority that issued it";
          case "certificate_revoked" -> certificate + "revoked";
          case "unsupported_certificate" -> certificate + "not for this use";
          case "bad_certificate", "certificate_unknown" -> certificate + "not acceptable";
          case "certificate_required" -> "the far side wants a certificate, and was shown none";
          default -> "the far side refused this gateway";
        }
        + " (TLS alert "
        + name
        + "); its log has the reason";
  }
}
