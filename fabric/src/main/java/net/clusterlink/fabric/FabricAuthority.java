package net.clusterlink.fabric;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * The authority (CA) of a fabric, kept in a folder named after it: {@code cert.pem} and {@code
 * key.pem}. Its key never leaves that folder; every peer gets a folder inside it, to be taken to
 * the peer.
 *
 * <p>Nothing is overwritten unless renewing or revoking is what was asked for, no symbolic link is
 * followed, and what fails leaves nothing behind.
 */
public final class FabricAuthority {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,63}");
  private static final Set<String> OWN_FILES =
      Set.of(PemFile.CERTIFICATE, PemFile.KEY, PemFile.REVOKED);

  private final String name;
  private final Path folder;
  private final Issuer issuer;
  private final Clock clock;
  private final SecureRandom random;

  private FabricAuthority(
      String name, Path folder, Issuer issuer, Clock clock, SecureRandom random) {
    this.name = name;
    this.folder = folder;
    this.issuer = issuer;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Makes a new fabric, valid for ten years: folder {@code parent/name}, mode 0700, with the
   * certificate and, mode 0600, the key.
   *
   * @param parent an existing folder
   * @param name 1 to 63 ASCII letters, digits, {@code -} or {@code _}
   * @throws FabricException when the name is invalid, its place is taken, or cannot be written
   */
  public static FabricAuthority create(
      Path parent, String name, KeyType type, Clock clock, SecureRandom random) {
    Path folder = folder(parent, name);
    if (!Files.isDirectory(parent)) {
      throw new FabricException(
          FabricException.Kind.MISSING,
          "folder " + Shown.path(parent) + " does not exist",
          "create it first, or choose another");
    }
    if (NewFolder.isTaken(folder)) {
      throw new FabricException(
          FabricException.Kind.EXISTS,
          Shown.path(folder) + " already exists",
          "choose another name, or move it away (peers of a fabric that is made anew all need new"
              + " certificates)");
    }
    Issuer issuer = Issuer.selfSigned(name, type, clock.instant(), random);
    try (NewFolder fresh = NewFolder.in(parent, name)) {
      fresh.writeCertificates(PemFile.CERTIFICATE, List.of(block(issuer.certificate())));
      fresh.writeKey(PemFile.KEY, PrivateKeyBlock.encode(issuer.key()));
      fresh.moveIntoPlace();
    }
    return new FabricAuthority(name, folder, issuer, clock, random);
  }

  /**
   * Opens a fabric that {@link #create} or the older command line made.
   *
   * @throws FabricException when there is none, or its files cannot be read or must not be used
   */
  public static FabricAuthority open(Path parent, String name, Clock clock, SecureRandom random) {
    Path folder = folder(parent, name);
    if (!NewFolder.isTaken(folder)) {
      throw new FabricException(
          FabricException.Kind.MISSING,
          "there is no fabric " + name + ": " + Shown.path(folder) + " does not exist",
          "run `clusterlink create fabric --name " + name + "`");
    }
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new FabricException(
          FabricException.Kind.UNREADABLE,
          Shown.path(folder)
              + (Files.isSymbolicLink(folder) ? " is a symbolic link" : " is not a folder"),
          "put the fabric's folder itself in its place");
    }
    Path certificateFile = folder.resolve(PemFile.CERTIFICATE);
    Path keyFile = folder.resolve(PemFile.KEY);
    X509Certificate certificate =
        PemFile.read(
                certificateFile,
                "name the folder of a fabric, or run `clusterlink create fabric` with another name",
                LinkOption.NOFOLLOW_LINKS)
            .certificates()
            .getFirst();
    checkAuthority(certificateFile, certificate, clock.instant());
    PrivateKey key =
        PemFile.read(
                keyFile,
                "issue certificates where the fabric was created, or restore its key from there",
                LinkOption.NOFOLLOW_LINKS)
            .privateKey();
    KeyFile.checkBelongs(keyFile, key, certificateFile, certificate);
    return new FabricAuthority(name, folder, new Issuer(certificate, key), clock, random);
  }

  /** The fabric's name. */
  public String name() {
    return name;
  }

  /** The fabric's folder. */
  public Path folder() {
    return folder;
  }

  /** The certificate that every peer of the fabric trusts. */
  public X509Certificate certificate() {
    return issuer.certificate();
  }

  /** The type of the fabric's own key, which is the natural choice for its peers as well. */
  public KeyType keyType() {
    return KeyType.of(issuer.key()).orElseThrow();
  }

  /**
   * What is careless about the files of the fabric, each with its remedy; empty when all is well.
   */
  public List<String> warnings() {
    return KeyFile.warnings(folder.resolve(PemFile.KEY));
  }

  /**
   * Issues a certificate with a key of the fabric's own type, as {@link #issue(String, KeyType)}.
   */
  public Path issue(String peer) {
    return issue(peer, keyType());
  }

  /**
   * Issues a certificate for a peer, valid for a year and both roles, into a new folder {@code
   * folder/peer}, mode 0700, which is all that the peer's gateway needs: {@code cert.pem} (its
   * certificate, then the fabric's), {@code key.pem} (mode 0600) and {@code ca.pem}.
   *
   * @param peer a lower-case DNS subdomain of at most 253 characters
   * @return the new folder
   * @throws FabricException when the name is invalid, its place is taken, or cannot be written
   */
  public Path issue(String peer, KeyType type) {
    checkPeerName(peer);
    Path place = folder.resolve(peer);
    if (NewFolder.isTaken(place)) {
      throw new FabricException(
          FabricException.Kind.EXISTS,
          "peer " + peer + " of fabric " + name + " already has " + Shown.path(taken(place)),
          "choose another name, or renew its certificate with `clusterlink create peer-cert --name "
              + peer
              + fabricOption()
              + " --renew`");
    }
    Instant now = clock.instant();
    checkAuthority(folder.resolve(PemFile.CERTIFICATE), certificate(), now);
    KeyPair keys = type.generate(random);
    PemObject own = block(issuer.issue(peer, keys.getPublic(), now, random));
    PemObject authority = block(certificate());
    try (NewFolder fresh = NewFolder.in(folder, peer)) {
      fresh.writeCertificates(PemFile.CERTIFICATE, List.of(own, authority));
      fresh.writeKey(PemFile.KEY, PrivateKeyBlock.encode(keys.getPrivate()));
      fresh.writeCertificates(PemFile.AUTHORITIES, List.of(authority));
      return fresh.moveIntoPlace();
    }
  }

  /**
   * Issues another certificate and key to a peer that has a folder, into that folder, whose other
   * files stay as they are. The certificate it replaces stays valid until it expires or is revoked.
   *
   * @param peer the name of a peer of this fabric
   * @return the folder
   * @throws FabricException when there is no such peer, its {@code ca.pem} does not trust this
   *     fabric, or its folder cannot be written
   */
  public Path renew(String peer, KeyType type) {
    Path place = peerFolder(peer);
    Instant now = clock.instant();
    checkAuthority(folder.resolve(PemFile.CERTIFICATE), certificate(), now);
    checkTrusted(place.resolve(PemFile.AUTHORITIES));
    KeyPair keys = type.generate(random);
    PemObject own = block(issuer.issue(peer, keys.getPublic(), now, random));
    try (FileDraft key = FileDraft.of(place.resolve(PemFile.KEY), NewFile.KEY_MODE);
        FileDraft chain = FileDraft.of(place.resolve(PemFile.CERTIFICATE), NewFile.PUBLIC_MODE)) {
      key.write(List.of(PrivateKeyBlock.encode(keys.getPrivate())));
      chain.write(List.of(own, block(certificate())));
      // A gateway that reads the folder between the two finds that they do not match and waits.
      key.moveIntoPlace();
      chain.moveIntoPlace();
    }
    return place;
  }

  private void checkTrusted(Path authoritiesFile) {
    String append =
        "append the fabric's own: cat "
            + Shown.path(folder.resolve(PemFile.CERTIFICATE))
            + " >> "
            + Shown.path(authoritiesFile);
    if (!PemFile.read(authoritiesFile, append, LinkOption.NOFOLLOW_LINKS)
        .certificates()
        .contains(certificate())) {
      throw new FabricException(
          FabricException.Kind.REFUSED,
          Shown.path(authoritiesFile) + " does not hold the certificate of fabric " + name,
          append);
    }
  }

  /**
   * Revokes the certificate in a peer's folder: adds it to the fabric's revocation list, {@code
   * crl.pem} in the fabric's folder, which takes effect wherever it is copied to.
   *
   * @param peer the name of a peer of this fabric
   * @throws FabricException when there is no such peer, its certificate is not of this fabric or is
   *     revoked already, or the list cannot be read or written
   */
  public Revocation revoke(String peer) {
    Path certificate = peerFolder(peer).resolve(PemFile.CERTIFICATE);
    return new RevocationRegister(folder, issuer).revoke(certificate, peer, clock, random);
  }

  private Path peerFolder(String peer) {
    checkPeerName(peer);
    Path place = folder.resolve(peer);
    if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      throw new FabricException(
          FabricException.Kind.MISSING,
          "there is no peer "
              + peer
              + " of fabric "
              + name
              + ": "
              + Shown.path(place)
              + (NewFolder.isTaken(place) ? " is not a folder" : " does not exist"),
          "check the name, or issue it a certificate with `clusterlink create peer-cert --name "
              + peer
              + fabricOption()
              + "`");
    }
    return place;
  }

  private String fabricOption() {
    return " --fabric " + name;
  }

  private static Path folder(Path parent, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new FabricException(
          FabricException.Kind.INVALID_NAME,
          Shown.name(name) + " is no name for a fabric",
          "use 1 to 63 letters, digits, '-' and '_'");
    }
    return parent.resolve(name);
  }

  private static void checkPeerName(String peer) {
    if (!PeerName.isValid(peer)) {
      throw new FabricException(
          FabricException.Kind.INVALID_NAME,
          Shown.name(peer) + " is no name for a peer",
          "use " + PeerName.RULE + ", but not an IP address");
    }
    if (OWN_FILES.contains(peer)) {
      throw new FabricException(
          FabricException.Kind.INVALID_NAME,
          "a peer cannot be named " + peer + ", which is a file of the fabric's own",
          "choose another name");
    }
  }

  /** The most telling of what stands in the place of a peer's folder. */
  private static Path taken(Path place) {
    Path certificate = place.resolve(PemFile.CERTIFICATE);
    return !Files.isSymbolicLink(place) && NewFolder.isTaken(certificate) ? certificate : place;
  }

  private static void checkAuthority(Path file, X509Certificate certificate, Instant now) {
    if (!ChainValidator.isAuthority(certificate)) {
      throw new FabricException(
          FabricException.Kind.REFUSED,
          "the certificate in " + Shown.path(file) + " is not that of an authority",
          "name the folder of a fabric, not of a peer");
    }
    if (now.isAfter(certificate.getNotAfter().toInstant())) {
      throw new FabricException(
          FabricException.Kind.REFUSED,
          "the fabric's certificate in "
              + Shown.path(file)
              + " expired at "
              + certificate.getNotAfter().toInstant(),
          "create a new fabric and issue its peers new certificates");
    }
  }

  private static PemObject block(X509Certificate certificate) {
    try {
      return new PemObject(PemFile.CERTIFICATE_BLOCK, certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate of the JDK has no encoding", e);
    }
  }
}
