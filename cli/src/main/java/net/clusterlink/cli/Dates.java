package net.clusterlink.cli;

import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** How dates are shown. */
final class Dates {
  private Dates() {}

  /** The last day of a certificate, in UTC: {@code 2036-01-01}. */
  static String day(X509Certificate certificate) {
    return LocalDate.ofInstant(certificate.getNotAfter().toInstant(), ZoneOffset.UTC).toString();
  }
}
