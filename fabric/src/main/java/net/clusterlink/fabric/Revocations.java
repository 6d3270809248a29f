package net.clusterlink.fabric;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What authorities have revoked (RFC 5280, section 5).
 *
 * <p>The JDK's own check is not used, since it refuses whatever it has no current list for: here an
 * authority without a list has revoked nothing, and an old list counts on. Nor does a list need an
 * authority that may sign lists by its key usage: those of the older command line may not, and only
 * whoever holds the authority's key can sign in its name.
 *
 * @param lists each signed by an authority, complete and direct
 */
record Revocations(List<X509CRL> lists) {
  /** Lists in one file: room for two generations of a few authorities. */
  static final int MAX_LISTS = 16;

  Revocations {
    lists = List.copyOf(lists);
  }

  /**
   * Reads the lists of a file; there are none where there is no file.
   *
   * @param authorities one of which must have signed each
   * @param remedyIfForeign what to do about a list that none of them has signed
   */
  static Revocations read(
      Path file, Collection<X509Certificate> authorities, String remedyIfForeign) {
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return new Revocations(List.of());
    }
    List<X509CRL> lists =
        PemFile.read(file, "copy the fabric's " + PemFile.REVOKED + " there").revocationLists();
    if (lists.size() > MAX_LISTS) {
      throw new FabricException(
          FabricException.Kind.REFUSED,
          Shown.path(file) + " holds " + lists.size() + " revocation lists, over " + MAX_LISTS,
          "leave in it the newest one of each authority");
    }
    for (X509CRL list : lists) {
      if (authorities.stream().noneMatch(authority -> isOf(list, authority))) {
        throw refused(file, list, "that no trusted authority has signed", remedyIfForeign);
      }
      if (!isCompleteAndDirect(list)) {
        throw refused(
            file,
            list,
            "that is partial, a delta or indirect",
            "have the authority issue a complete one (RFC 5280, section 5)");
      }
    }
    return new Revocations(lists);
  }

  private static FabricException refused(Path file, X509CRL list, String problem, String remedy) {
    return new FabricException(
        FabricException.Kind.REFUSED,
        Shown.path(file)
            + " holds a revocation list of "
            + Shown.name(list.getIssuerX500Principal().getName())
            + " "
            + problem,
        remedy);
  }

  /** Whether an authority has signed a list. */
  static boolean isOf(X509CRL list, X509Certificate authority) {
    if (!list.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
      return false;
    }
    try {
      list.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Lists of other kinds, and what cannot be understood, are marked by critical extensions. */
  private static boolean isCompleteAndDirect(X509CRL list) {
    return isEmpty(list.getCriticalExtensionOIDs())
        && entries(list).stream().allMatch(entry -> isEmpty(entry.getCriticalExtensionOIDs()));
  }

  private static boolean isEmpty(@Nullable Set<String> extensions) {
    return extensions == null || extensions.isEmpty();
  }

  /** What a list names. */
  static Set<? extends X509CRLEntry> entries(X509CRL list) {
    @Nullable Set<? extends X509CRLEntry> entries = list.getRevokedCertificates();
    return entries == null ? Set.of() : entries;
  }

  /** How many certificates are revoked. */
  int count() {
    return lists.stream().mapToInt(list -> entries(list).size()).sum();
  }

  /** Refuses a chain with a certificate that its issuer has revoked. */
  void check(CertPath chain, X509Certificate authority) throws PeerRefusedException {
    if (lists.isEmpty()) {
      return;
    }
    List<X509Certificate> certificates =
        chain.getCertificates().stream().map(X509Certificate.class::cast).toList();
    for (int i = 0; i < certificates.size(); i++) {
      X509Certificate issuer = i + 1 < certificates.size() ? certificates.get(i + 1) : authority;
      check(certificates.get(i), issuer);
    }
  }

  private void check(X509Certificate certificate, X509Certificate issuer)
      throws PeerRefusedException {
    for (X509CRL list : lists) {
      @Nullable X509CRLEntry entry = list.getRevokedCertificate(certificate.getSerialNumber());
      // Serial numbers are an issuer's own, so the list must be of this very one.
      if (entry != null && isOf(list, issuer)) {
        throw new PeerRefusedException(
            PeerRefusedException.Reason.REVOKED,
            "the certificate of "
                + ChainValidator.subject(certificate)
                + " with serial number "
                + serial(certificate)
                + " was revoked at "
                + entry.getRevocationDate().toInstant());
      }
    }
  }

  /** A serial number as tools show it. */
  static String serial(X509Certificate certificate) {
    return certificate.getSerialNumber().toString(16);
  }
}
