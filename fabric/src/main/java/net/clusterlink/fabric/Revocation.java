package net.clusterlink.fabric;

import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * That a certificate was revoked.
 *
 * @param file where the list is
 * @param certificate the one revoked
 * @param list the whole list
 */
public record Revocation(Path file, X509Certificate certificate, X509CRL list) {
  /** The serial number of the certificate, in hexadecimal digits. */
  public String serial() {
    return Revocations.serial(certificate);
  }

  /** How many certificates the list names. */
  public int count() {
    return Revocations.entries(list).size();
  }

  /** By when a newer list is expected; this one counts on after that. */
  public Instant nextUpdate() {
    return list.getNextUpdate().toInstant();
  }
}
