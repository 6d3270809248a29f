package net.clusterlink.fabric;

import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/**
 * Whom a peer trusts, whoever it is itself: {@code ca.pem} and {@code crl.pem} of its folder.
 *
 * @param authorities those of its fabric
 * @param revocations what they have revoked, each list signed by one of them
 */
record Trust(Set<X509Certificate> authorities, Revocations revocations) {
  Trust {
    authorities = Set.copyOf(authorities);
  }

  /**
   * Reads a peer's folder.
   *
   * @throws FabricException when a file is missing, cannot be read, or must not be used
   */
  static Trust read(Path folder) {
    Set<X509Certificate> authorities = authorities(folder.resolve(PemFile.AUTHORITIES));
    return new Trust(
        authorities,
        Revocations.read(
            folder.resolve(PemFile.REVOKED),
            authorities,
            "take that list out, or put the certificate of the authority that signed it into "
                + PemFile.AUTHORITIES));
  }

  private static Set<X509Certificate> authorities(Path file) {
    Set<X509Certificate> authorities =
        Set.copyOf(
            PemFile.read(
                    file,
                    "copy the fabric's own certificate there: cp <fabric>/"
                        + PemFile.CERTIFICATE
                        + " "
                        + Shown.path(file))
                .certificates());
    for (X509Certificate authority : authorities) {
      if (!ChainValidator.isAuthority(authority)) {
        throw new FabricException(
            FabricException.Kind.REFUSED,
            Shown.path(file)
                + " holds the certificate of "
                + ChainValidator.subject(authority)
                + ", which is not an authority",
            "leave in it the certificates of fabrics alone");
      }
    }
    return authorities;
  }

  /**
   * The same where it has lists. Without any, as the file is gone, what was revoked before stays so
   * by those of its lists that name something and are of an authority trusted still.
   */
  Trust orRevocationsOf(Trust before) {
    if (!revocations.lists().isEmpty()) {
      return this;
    }
    List<X509CRL> kept =
        before.revocations().lists().stream()
            .filter(list -> !Revocations.entries(list).isEmpty())
            .filter(list -> authorities.stream().anyMatch(each -> Revocations.isOf(list, each)))
            .toList();
    return new Trust(authorities, new Revocations(kept));
  }
}
