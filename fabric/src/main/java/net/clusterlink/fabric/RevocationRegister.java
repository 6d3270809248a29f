package net.clusterlink.fabric;

import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.util.io.pem.PemObject;
import org.jspecify.annotations.Nullable;

/**
 * The revocation list of a fabric, a file beside the fabric's certificate.
 *
 * @param folder the fabric's
 * @param issuer the fabric's authority
 */
record RevocationRegister(Path folder, Issuer issuer) {

  /** Adds a certificate to the list; begins the list if there is none. */
  Revocation revoke(Path certificateFile, String peer, Clock clock, SecureRandom random) {
    X509Certificate revoked =
        PemFile.read(certificateFile, "restore it from the peer's host", LinkOption.NOFOLLOW_LINKS)
            .certificates()
            .getFirst();
    checkIssuer(certificateFile, revoked);
    checkName(certificateFile, revoked, peer);
    Path file = folder.resolve(PemFile.REVOKED);
    // Begun before the list is read, so that of two revocations at once none is lost.
    try (FileDraft draft = FileDraft.of(file, NewFile.PUBLIC_MODE)) {
      Optional<X509CRL> before = read(file);
      before.ifPresent(list -> checkNotRevoked(certificateFile, revoked, list));
      X509CRL after = issuer.revoke(before, revoked, clock.instant(), random);
      draft.write(List.of(block(after)));
      draft.moveIntoPlace();
      return new Revocation(file, revoked, after);
    }
  }

  private void checkIssuer(Path file, X509Certificate leaf) {
    X509Certificate authority = issuer.certificate();
    if (!leaf.getIssuerX500Principal().equals(authority.getSubjectX500Principal())
        || !ChainValidator.isSignedBy(leaf, authority)) {
      throw refused(
          "the certificate in "
              + Shown.path(file)
              + " was not issued with the key that is in "
              + Shown.path(folder)
              + " now",
          "revoke it with the fabric that issued it");
    }
  }

  private static void checkName(Path file, X509Certificate leaf, String peer) {
    String found;
    try {
      found = new LeafIdentity(leaf).peer();
    } catch (PeerRefusedException e) {
      found = ChainValidator.subject(leaf);
    }
    if (!found.equals(peer)) {
      throw refused(
          "the certificate in " + Shown.path(file) + " is not of peer " + peer + " but of " + found,
          "put each peer's files into the folder of its name");
    }
  }

  private Optional<X509CRL> read(Path file) {
    List<X509CRL> lists =
        Revocations.read(
                file,
                List.of(issuer.certificate()),
                "move it away; a fabric with a new key begins a list of its own")
            .lists();
    if (lists.size() > 1) {
      throw refused(
          Shown.path(file) + " holds " + lists.size() + " revocation lists",
          "leave in it the newest one");
    }
    return lists.stream().findFirst();
  }

  private static void checkNotRevoked(Path file, X509Certificate certificate, X509CRL list) {
    @Nullable X509CRLEntry entry = list.getRevokedCertificate(certificate.getSerialNumber());
    if (entry != null) {
      throw new FabricException(
          FabricException.Kind.EXISTS,
          "the certificate in "
              + Shown.path(file)
              + " is revoked already, since "
              + entry.getRevocationDate().toInstant(),
          "copy the fabric's "
              + PemFile.REVOKED
              + " into each peer's folder where that is not done yet");
    }
  }

  private static FabricException refused(String problem, String remedy) {
    return new FabricException(FabricException.Kind.REFUSED, problem, remedy);
  }

  private static PemObject block(X509CRL list) {
    try {
      return new PemObject(PemFile.REVOKED_BLOCK, list.getEncoded());
    } catch (CRLException e) {
      throw new IllegalStateException("a revocation list of the JDK has no encoding", e);
    }
  }
}
