package net.clusterlink.systemtests;

import java.util.List;
import java.util.stream.Stream;
import net.clusterlink.fabric.testing.TestAuthority;
import net.clusterlink.fabric.testing.TestPeer;
import net.clusterlink.fabric.testing.TestPeerRequest;
import net.clusterlink.systemtests.stage.Fabric;
import net.clusterlink.systemtests.wire.Identity;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** Certificates that no peer may be believed by, each with the reason that must be logged. */
final class BadCertificates {
  private final TestAuthority authority;
  private final String peer;
  private final KeyPurposeId wrongUsage;

  /**
   * One bad certificate.
   *
   * @param title what is wrong with it
   * @param reason the word in the log
   */
  record Bad(String title, Identity identity, String reason) {
    @Override
    public String toString() {
      return title;
    }
  }

  /**
   * Certificates in the name of a peer of the fabric.
   *
   * @param wrongUsage the only usage of a certificate that is for the other end of a tunnel
   */
  BadCertificates(Fabric fabric, String peer, KeyPurposeId wrongUsage) {
    Identity own = Identity.load(fabric.folder());
    this.authority = new TestAuthority(own.leaf(), own.key());
    this.peer = peer;
    this.wrongUsage = wrongUsage;
  }

  Stream<Bad> all() {
    TestAuthority stranger = TestAuthority.create("another fabric");
    return Stream.of(
        bad("of another fabric", stranger.peer(peer), "certificate-untrusted"),
        bad("self-signed", request().selfSigned(), "certificate-untrusted"),
        bad(
            "of another fabric, followed by a good one",
            stranger.peer(peer).issue().followedBy(request().issue().certificate()),
            "certificate-untrusted"),
        bad("expired", request().expired(), "certificate-not-current"),
        bad("not yet valid", request().notYetValid(), "certificate-not-current"),
        bad("for the other end alone", request().usages(wrongUsage), "certificate-usage"),
        bad(
            "for signing code",
            request().usages(KeyPurposeId.id_kp_codeSigning),
            "certificate-usage"),
        bad("with two names", request().dnsNames(peer, "other"), "certificate-name"),
        bad("with a common name alone", request().names(), "certificate-name"),
        bad("with a wildcard", request().dnsNames("*"), "certificate-name"),
        bad("with a wildcard below a name", request().dnsNames("*." + peer), "certificate-name"),
        bad(
            "with an address for a name",
            request().names(new GeneralName(GeneralName.iPAddress, "127.0.0.1")),
            "certificate-name"),
        bad(
            "with a mail address for a name",
            request().names(new GeneralName(GeneralName.rfc822Name, peer)),
            "certificate-name"),
        bad("with a NUL in its name", request().dnsNames(peer + "\0.evil"), "certificate-name"));
  }

  private TestPeerRequest request() {
    return authority.peer(peer);
  }

  private static Bad bad(String title, TestPeerRequest request, String reason) {
    return bad(title, request.issue(), reason);
  }

  private static Bad bad(String title, TestPeer peer, String reason) {
    return new Bad(title, new Identity(List.copyOf(peer.chain()), peer.key()), reason);
  }

  /** A certificate of the fabric in a name, good in every way. */
  Identity good(String name) {
    TestPeer issued = authority.peer(name).issue();
    return new Identity(issued.chain(), issued.key());
  }
}
