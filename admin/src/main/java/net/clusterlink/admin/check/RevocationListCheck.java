package net.clusterlink.admin.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.clusterlink.api.Excerpt;

/** Whether the revocation lists of the peer's folder, if there are any, are up to date. */
final class RevocationListCheck implements Check {
  private static final String FILE = "crl.pem";

  private final Path file;
  private final Clock clock;

  RevocationListCheck(Path certs, Clock clock) {
    this.file = certs.resolve(FILE);
    this.clock = clock;
  }

  @Override
  public Finding.Group group() {
    return Finding.Group.CERTIFICATES;
  }

  @Override
  public String subject() {
    return FILE;
  }

  @Override
  public List<Finding> look() {
    if (!Files.exists(file)) {
      return List.of(Finding.ok(group(), FILE, "none: nobody's certificate is revoked here"));
    }
    try (InputStream in = Files.newInputStream(file)) {
      List<Finding> findings = new ArrayList<>();
      for (CRL list : CertificateFactory.getInstance("X.509").generateCRLs(in)) {
        findings.add(finding((X509CRL) list));
      }
      return findings;
    } catch (IOException | CRLException | CertificateException e) {
      return List.of(
          Finding.failure(
              group(),
              FILE,
              "cannot be read: " + Excerpt.bare(String.valueOf(e.getMessage()), 200),
              "put there the list that the fabric's authority issued, or take the file away"));
    }
  }

  private Finding finding(X509CRL list) {
    int entries =
        Optional.ofNullable(list.getRevokedCertificates()).map(all -> all.size()).orElse(0);
    String seen =
        entries
            + " certificates revoked by "
            + Excerpt.quoted(list.getIssuerX500Principal().getName());
    Optional<Instant> next =
        Optional.ofNullable(list.getNextUpdate()).map(date -> date.toInstant());
    return next.filter(clock.instant()::isAfter)
        .map(due ->
            Finding.warning(
                group(),
                FILE,
                seen + "; a newer list was due at " + due,
                "copy the newest list from where the fabric's key is; until then this one counts"))
        .orElseGet(() -> Finding.ok(group(), FILE, seen));
  }
}
