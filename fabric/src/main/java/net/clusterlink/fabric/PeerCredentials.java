package net.clusterlink.fabric;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A peer's own certificate, key and trust.
 *
 * @param peer the peer's name, which is the one in its certificate
 * @param chain its certificate first, then those of authorities: what it presents
 * @param key the private key of that certificate
 * @param authorities the authorities of the fabric: whom it trusts
 * @param revocationLists what those have revoked, each list signed by one of them
 */
public record PeerCredentials(
    String peer,
    List<X509Certificate> chain,
    PrivateKey key,
    Set<X509Certificate> authorities,
    List<X509CRL> revocationLists) {
  private static final String ISSUE =
      "name the folder that `clusterlink create peer-cert` made, or issue it anew there";

  /** Takes its own copies. */
  public PeerCredentials {
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("no certificate of peer " + Shown.name(peer));
    }
    chain = List.copyOf(chain);
    authorities = Set.copyOf(authorities);
    revocationLists = List.copyOf(revocationLists);
  }

  /** Credentials of a fabric that has revoked nothing. */
  public PeerCredentials(
      String peer, List<X509Certificate> chain, PrivateKey key, Set<X509Certificate> authorities) {
    this(peer, chain, key, authorities, List.of());
  }

  /**
   * Reads a folder as {@link #load(Path, Clock)} does, at the time that the system's clock tells.
   *
   * @throws FabricException as {@link #load(Path, Clock)} does
   */
  public static PeerCredentials load(Path folder) {
    return load(folder, Clock.systemUTC());
  }

  /**
   * Reads {@code ca.pem}, {@code cert.pem} and {@code key.pem} of a folder, and {@code crl.pem} if
   * there is one: up to 16 revocation lists. What they hold is verified as the far side would
   * verify it, in both roles. Symbolic links are followed, since that is how Kubernetes mounts
   * secrets.
   *
   * @throws FabricException when a file is missing, cannot be read, or must not be used; it names
   *     the file and the remedy
   */
  public static PeerCredentials load(Path folder, Clock clock) {
    if (!Files.isDirectory(folder)) {
      throw new FabricException(
          FabricException.Kind.MISSING,
          "there is no folder " + Shown.path(folder) + " with a peer's certificate",
          ISSUE);
    }
    refuseFolderOfFabric(folder);
    return load(folder, Trust.read(folder), clock);
  }

  /**
   * Reads {@code cert.pem} and {@code key.pem} of a folder, and verifies them by this trust.
   *
   * @throws FabricException as {@link #load(Path, Clock)} does
   */
  static PeerCredentials load(Path folder, Trust trust, Clock clock) {
    Path chainFile = folder.resolve(PemFile.CERTIFICATE);
    List<X509Certificate> chain = PemFile.read(chainFile, ISSUE).certificates();
    Path keyFile = folder.resolve(PemFile.KEY);
    PrivateKey key = PemFile.read(keyFile, ISSUE).privateKey();
    KeyFile.checkBelongs(keyFile, key, chainFile, chain.getFirst());
    List<X509CRL> lists = trust.revocations().lists();
    var verifier = new PeerVerifier(trust.authorities(), lists, clock);
    String peer = verifiedName(chainFile, chain, verifier);
    return new PeerCredentials(peer, chain, key, trust.authorities(), lists);
  }

  /** A fabric's own folder looks like a peer's, but its key may sign for everybody. */
  private static void refuseFolderOfFabric(Path folder) {
    Path certificate = folder.resolve(PemFile.CERTIFICATE);
    if (Files.exists(folder.resolve(PemFile.AUTHORITIES)) || !Files.exists(certificate)) {
      return;
    }
    if (ChainValidator.isAuthority(PemFile.read(certificate, ISSUE).certificates().getFirst())) {
      throw new FabricException(
          FabricException.Kind.REFUSED,
          Shown.path(folder) + " is the folder of a fabric itself, whose key no gateway may have",
          "name the folder of a peer, which `clusterlink create peer-cert` makes in it");
    }
  }

  /** Whom it trusts. */
  Trust trust() {
    return new Trust(authorities, new Revocations(revocationLists));
  }

  /** The same peer, certificate and key with another trust, which may refuse that certificate. */
  PeerCredentials with(Trust trust) {
    return new PeerCredentials(peer, chain, key, trust.authorities(), trust.revocations().lists());
  }

  /**
   * What is careless about the files of a peer's folder though it can be used, each with its
   * remedy; empty when all is well.
   *
   * @throws FabricException when the permissions of a file cannot be read
   */
  public static List<String> warnings(Path folder) {
    return KeyFile.warnings(folder.resolve(PemFile.KEY));
  }

  /** The peer's own certificate: the first of its chain. */
  public X509Certificate certificate() {
    return chain.getFirst();
  }

  /** Until when the peer's own certificate is valid. */
  public Instant expiry() {
    return certificate().getNotAfter().toInstant();
  }

  /**
   * Until when the authority is valid that the peer's own certificate comes from; the latest of
   * several of the same key. None when it comes from no authority that the peer itself trusts.
   */
  public Optional<Instant> authorityExpiry() {
    return authorities.stream()
        .filter(authority -> chain.stream().anyMatch(each -> isIssuer(authority, each)))
        .map(authority -> authority.getNotAfter().toInstant())
        .max(Comparator.naturalOrder());
  }

  private static boolean isIssuer(X509Certificate authority, X509Certificate certificate) {
    return certificate.getIssuerX500Principal().equals(authority.getSubjectX500Principal())
        && ChainValidator.isSignedBy(certificate, authority);
  }

  /** How many certificates the revocation lists name. */
  public int revoked() {
    return new Revocations(revocationLists).count();
  }

  /** What verifies the far sides of this peer's tunnels, at the times that the clock tells. */
  public PeerVerifier verifier(Clock clock) {
    return new PeerVerifier(authorities, revocationLists, clock);
  }

  /**
   * The revocation lists past their next update, each with its remedy; empty when all are current.
   * Old ones count on, so that a list that nobody renewed cuts no fabric apart.
   */
  public List<String> staleRevocationLists(Instant now) {
    return revocationLists.stream()
        .filter(list -> list.getNextUpdate() != null)
        .filter(list -> now.isAfter(list.getNextUpdate().toInstant()))
        .map(list ->
            "the revocation list of "
                + Shown.name(list.getIssuerX500Principal().getName())
                + " was to be renewed by "
                + list.getNextUpdate().toInstant()
                + " and counts on; copy the fabric's newest "
                + PemFile.REVOKED
                + " beside "
                + PemFile.AUTHORITIES
                + ", or remove it once all that it revokes has expired")
        .toList();
  }

  /** Hides the key. */
  @Override
  public String toString() {
    return "PeerCredentials[peer="
        + peer
        + ", validUntil="
        + certificate().getNotAfter().toInstant()
        + ", authorities="
        + authorities.stream().map(ChainValidator::subject).sorted().toList()
        + "]";
  }

  private static String verifiedName(
      Path file, List<X509Certificate> chain, PeerVerifier verifier) {
    try {
      verifier.verify(chain, PeerVerifier.Role.SERVER);
      return verifier.verify(chain, PeerVerifier.Role.CLIENT);
    } catch (PeerRefusedException e) {
      throw new FabricException(
          FabricException.Kind.REFUSED,
          Shown.path(file) + " would be refused by every peer: " + e.getMessage(),
          remedy(e.reason()),
          e);
    }
  }

  private static String remedy(PeerRefusedException.Reason reason) {
    return switch (reason) {
      case UNTRUSTED ->
          "put the certificate of the fabric that issued it into "
              + PemFile.AUTHORITIES
              + ", or have that fabric issue another with `clusterlink create peer-cert`";
      case NOT_YET_VALID -> "set this machine's clock, or wait";
      case STRAY_CERTIFICATE, MALFORMED ->
          "leave in it the peer's certificate, followed by the fabric's";
      case EXPIRED, REVOKED -> "issue another with `clusterlink create peer-cert --renew`";
      case NO_CERTIFICATE,
          AUTHORITY,
          WRONG_USAGE,
          NO_NAME,
          SEVERAL_NAMES,
          INVALID_NAME,
          WRONG_NAME ->
          "issue another with `clusterlink create peer-cert`";
    };
  }
}
