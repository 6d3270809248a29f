package net.clusterlink.fabric;

import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Verifies the far side of a tunnel: that the JDK's PKIX finds a chain from its certificate to an
 * authority of the fabric (RFC 5280) and nothing in it is revoked, that the certificate may be used
 * for the part it plays, and that it carries exactly one name.
 *
 * <p>The identity is the one DNS subject alternative name of the first certificate and nothing
 * else: no common name, no other certificate of the chain. Names are compared exactly. Immutable,
 * does no I/O, and may be used from any thread.
 */
public final class PeerVerifier {
  private final ChainValidator chains;
  private final List<X509Certificate> authorities;

  /** The part that the far side plays in the TLS handshake. */
  public enum Role {
    /** The far side dialed: its certificate needs the usage {@code clientAuth}. */
    CLIENT("1.3.6.1.5.5.7.3.2", "clientAuth"),
    /** The far side was dialed: its certificate needs the usage {@code serverAuth}. */
    SERVER("1.3.6.1.5.5.7.3.1", "serverAuth");

    private final String usageOid;
    private final String usageName;

    Role(String usageOid, String usageName) {
      this.usageOid = usageOid;
      this.usageName = usageName;
    }

    /** The object identifier of the extended key usage needed (RFC 5280, section 4.2.1.12). */
    String usageOid() {
      return usageOid;
    }

    /** The name of that usage. */
    String usageName() {
      return usageName;
    }
  }

  /**
   * A verifier that trusts these authorities, at the times that the clock tells.
   *
   * @param authorities at least one; each the certificate of an authority
   * @throws IllegalArgumentException when there is none, or one is not an authority's
   */
  public PeerVerifier(Set<X509Certificate> authorities, Clock clock) {
    this(authorities, List.of(), clock);
  }

  /**
   * A verifier that trusts these authorities, less what they have revoked, at the times that the
   * clock tells. A list is asked about what its issuer issued. An authority without a list has
   * revoked nothing, and a list counts for good, past its next update too (RFC 5280, section 6.3,
   * would leave the status unknown): a list that nobody renewed must not cut a fabric apart.
   *
   * @param authorities at least one; each the certificate of an authority
   * @param revocationLists each signed by one of them, complete and direct
   * @throws IllegalArgumentException when there is no authority, or one is none
   */
  public PeerVerifier(
      Set<X509Certificate> authorities, List<X509CRL> revocationLists, Clock clock) {
    this.authorities = List.copyOf(authorities);
    this.chains = new ChainValidator(this.authorities, new Revocations(revocationLists), clock);
  }

  /**
   * A verifier that trusts these authorities, less what a file of revocation lists says, if there
   * is that file.
   *
   * @throws FabricException when the file cannot be used; it names the file and the remedy
   */
  public static PeerVerifier of(
      Set<X509Certificate> authorities, Path revocationLists, Clock clock) {
    Revocations revoked =
        Revocations.read(
            revocationLists,
            authorities,
            "name the authority that signed it as well, or move that file elsewhere");
    return new PeerVerifier(authorities, revoked.lists(), clock);
  }

  /**
   * The name of the peer that presented this chain.
   *
   * @param chain as presented: the peer's own certificate first, then authorities only
   * @throws PeerRefusedException when it is no peer of this fabric, saying why
   */
  public String verify(List<X509Certificate> chain, Role role) throws PeerRefusedException {
    X509Certificate leaf = chains.validate(chain);
    LeafIdentity identity = new LeafIdentity(leaf);
    identity.checkUsage(role);
    return identity.peer();
  }

  /**
   * The name of the peer that presented this chain, which is the one expected.
   *
   * @param expectedPeer the name of the peer that was to be reached
   * @throws PeerRefusedException when it is no peer of this fabric, or another one
   */
  public String verify(List<X509Certificate> chain, Role role, String expectedPeer)
      throws PeerRefusedException {
    String peer = verify(chain, role);
    if (!peer.equals(expectedPeer)) {
      throw new PeerRefusedException(
          PeerRefusedException.Reason.WRONG_NAME,
          "reached peer "
              + Shown.name(peer)
              + " where "
              + Shown.name(expectedPeer)
              + " was expected");
    }
    return peer;
  }

  /**
   * For the side that accepts: lets in clients that are a peer of this fabric, any of them. It
   * refuses to verify a server, whose expected name it does not know.
   */
  public X509ExtendedTrustManager trustManager() {
    return new PeerTrustManager(Role.CLIENT, chain -> verify(chain, Role.CLIENT), authorities);
  }

  /**
   * For the side that dials: lets pass the one peer expected. It refuses to verify a client.
   *
   * @param expectedPeer the name of the peer that is dialed
   */
  public X509ExtendedTrustManager trustManager(String expectedPeer) {
    return new PeerTrustManager(
        Role.SERVER, chain -> verify(chain, Role.SERVER, expectedPeer), authorities);
  }
}
