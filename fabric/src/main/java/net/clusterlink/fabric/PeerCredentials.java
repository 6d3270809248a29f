package net.clusterlink.fabric;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * A peer's own certificate, key and trust.
 *
 * @param peer the peer's name, which is the one in its certificate
 * @param chain its certificate first, then those of authorities: what it presents
 * @param key the private key of that certificate
 * @param authorities the authorities of the fabric: whom it trusts
 */
public record PeerCredentials(
    String peer, List<X509Certificate> chain, PrivateKey key, Set<X509Certificate> authorities) {
  private static final String ISSUE =
      "name the folder that `clusterlink create peer-cert` made, or issue it anew there";

  /** Takes its own copies. */
  public PeerCredentials {
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("no certificate of peer " + Shown.name(peer));
    }
    chain = List.copyOf(chain);
    authorities = Set.copyOf(authorities);
  }

  /**
   * Reads {@code ca.pem}, {@code cert.pem} and {@code key.pem} of a folder, at the time that the
   * system's clock tells.
   *
   * @throws FabricException as {@link #load(Path, Clock)} does
   */
  public static PeerCredentials load(Path folder) {
    return load(folder, Clock.systemUTC());
  }

  /**
   * Reads {@code ca.pem}, {@code cert.pem} and {@code key.pem} of a folder. What they hold is
   * verified as the far side would verify it, in both roles. Symbolic links are followed, since
   * that is how Kubernetes mounts secrets.
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
    Path chainFile = folder.resolve(PemFile.CERTIFICATE);
    List<X509Certificate> chain = PemFile.read(chainFile, ISSUE).certificates();
    Path keyFile = folder.resolve(PemFile.KEY);
    PrivateKey key = PemFile.read(keyFile, ISSUE).privateKey();
    KeyFile.checkBelongs(keyFile, key, chainFile, chain.getFirst());
    Path authoritiesFile = folder.resolve(PemFile.AUTHORITIES);
    Set<X509Certificate> authorities = authorities(authoritiesFile);
    String peer = verifiedName(chainFile, chain, new PeerVerifier(authorities, clock));
    return new PeerCredentials(peer, chain, key, authorities);
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
      case NO_CERTIFICATE,
          AUTHORITY,
          EXPIRED,
          WRONG_USAGE,
          NO_NAME,
          SEVERAL_NAMES,
          INVALID_NAME,
          WRONG_NAME ->
          "issue another with `clusterlink create peer-cert`";
    };
  }
}
