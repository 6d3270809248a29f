package net.clusterlink.admin.check;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.clusterlink.api.Excerpt;
import net.clusterlink.fabric.FabricException;
import net.clusterlink.fabric.PeerCredentials;

/** Whether the files of the peer's folder belong together, are kept well, and for how long. */
final class CertificatesCheck implements Check {
  private static final Duration LEAF_NOTICE = Duration.ofDays(30);
  private static final Duration AUTHORITY_NOTICE = Duration.ofDays(60);

  private final Path certs;
  private final Facts.Folder folder;
  private final Clock clock;

  CertificatesCheck(Path certs, Facts.Folder folder, Clock clock) {
    this.certs = certs;
    this.folder = folder;
    this.clock = clock;
  }

  @Override
  public Finding.Group group() {
    return Finding.Group.CERTIFICATES;
  }

  @Override
  public String subject() {
    return certs.toString();
  }

  @Override
  public List<Finding> look() {
    return switch (folder) {
      case Facts.Folder.Unusable(var seen, var remedy, var _) ->
          List.of(Finding.failure(group(), subject(), seen, remedy));
      case Facts.Folder.Usable(var credentials) -> findings(credentials);
    };
  }

  private List<Finding> findings(PeerCredentials credentials) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.ok(
            group(),
            subject(),
            "ca.pem, cert.pem and key.pem belong together: peer " + credentials.peer()));
    findings.add(key());
    findings.add(
        expiry(
            "cert.pem",
            "the certificate of " + credentials.peer(),
            credentials.certificate(),
            LEAF_NOTICE,
            "where the fabric's key is, `clusterlink create peer-cert --name "
                + credentials.peer()
                + " --renew`; copy cert.pem and key.pem here: a running gateway takes them up"));
    credentials.authorities().stream()
        .sorted(Comparator.comparing(X509Certificate::getNotAfter))
        .forEach(authority ->
            findings.add(
                expiry(
                    "ca.pem",
                    "the authority " + name(authority),
                    authority,
                    AUTHORITY_NOTICE,
                    "make a new authority, add its certificate to every peer's ca.pem beside this"
                        + " one, and issue the peers' certificates from it before that day")));
    findings.addAll(revocations(credentials));
    return findings;
  }

  private List<Finding> revocations(PeerCredentials credentials) {
    List<String> stale = credentials.staleRevocationLists(clock.instant());
    if (!stale.isEmpty()) {
      return stale.stream().map(this::stale).toList();
    }
    return List.of(
        Finding.ok(
            group(),
            "crl.pem",
            credentials.revocationLists().isEmpty()
                ? "none: nothing is revoked here, unless a running gateway goes on with a list that was removed"
                : "certificates revoked: " + credentials.revoked()));
  }

  private Finding stale(String told) {
    int remedy = told.lastIndexOf("; ");
    return remedy < 0
        ? Finding.warning(group(), "crl.pem", told, "copy the fabric's newest crl.pem here")
        : Finding.warning(
            group(), "crl.pem", told.substring(0, remedy), told.substring(remedy + 2));
  }

  private Finding key() {
    try {
      List<String> warnings = PeerCredentials.warnings(certs);
      return warnings.isEmpty()
          ? Finding.ok(group(), "key.pem", "readable by its owner alone")
          : Finding.warning(
              group(),
              "key.pem",
              "others than its owner may read it",
              "chmod 600 " + certs.resolve("key.pem"));
    } catch (FabricException e) {
      return Finding.warning(
          group(), "key.pem", "its permissions cannot be read", String.valueOf(e.getMessage()));
    }
  }

  private Finding expiry(
      String file, String what, X509Certificate certificate, Duration notice, String remedy) {
    Duration left = Duration.between(clock.instant(), certificate.getNotAfter().toInstant());
    String day =
        LocalDate.ofInstant(certificate.getNotAfter().toInstant(), ZoneOffset.UTC).toString();
    if (left.isNegative()) {
      return Finding.failure(group(), file, what + " expired on " + day, remedy);
    }
    String seen = what + " expires on " + day + ", in " + inWords(left);
    return left.compareTo(notice) < 0
        ? Finding.warning(group(), file, seen, remedy)
        : Finding.ok(group(), file, seen);
  }

  private static String inWords(Duration left) {
    return left.toDays() > 1 ? left.toDays() + " days" : left.toHours() + " h";
  }

  private static String name(X509Certificate authority) {
    return Excerpt.quoted(authority.getSubjectX500Principal().getName());
  }
}
