package net.clusterlink.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import net.clusterlink.fabric.FabricException.Kind;
import net.clusterlink.fabric.PeerRefusedException.Reason;
import net.clusterlink.fabric.PeerVerifier.Role;
import net.clusterlink.fabric.testing.TestAuthority;
import net.clusterlink.fabric.testing.TestKeys;
import net.clusterlink.fabric.testing.TestPeer;
import net.clusterlink.fabric.testing.TestRevocationList;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RevocationsTest {
  private static final TestAuthority FABRIC = TestAuthority.create("fabric");
  private static final TestPeer EAST = FABRIC.peer("east").issue();
  private static final TestPeer WEST = FABRIC.peer("west").issue();

  @TempDir private Path folder;

  // Verifying

  @ParameterizedTest
  @EnumSource
  void refusesARevokedPeerInEitherRole(Role role) {
    X509CRL list = TestRevocationList.of(FABRIC, WEST.certificate()).sign();

    assertThatExceptionOfType(PeerRefusedException.class)
        .isThrownBy(() -> verifier(list).verify(WEST.chain(), role))
        .returns(Reason.REVOKED, PeerRefusedException::reason)
        .withMessage(
            "the certificate of \"CN=west\" with serial number "
                + WEST.certificate().getSerialNumber().toString(16)
                + " was revoked at "
                + list.getRevokedCertificate(WEST.certificate()).getRevocationDate().toInstant());
  }

  @Test
  void letsThroughWhoeverTheListDoesNotName() throws Exception {
    X509CRL list = TestRevocationList.of(FABRIC, WEST.certificate()).sign();

    assertThat(verifier(list).verify(EAST.chain(), Role.CLIENT)).isEqualTo("east");
    assertThat(verifier(list).verify(FABRIC.peer("west").issue().chain(), Role.CLIENT))
        .as("the same peer with a new certificate")
        .isEqualTo("west");
  }

  @Test
  void letsThroughThePeersOfAnAuthorityWithoutAList() throws Exception {
    TestAuthority other = TestAuthority.create("other");
    var verifier =
        new PeerVerifier(
            Set.of(FABRIC.certificate(), other.certificate()),
            List.of(TestRevocationList.of(FABRIC, WEST.certificate()).sign()),
            Clock.systemUTC());

    assertThat(verifier.verify(other.peer("west").issue().chain(), Role.CLIENT)).isEqualTo("west");
  }

  @Test
  void appliesAListPastItsNextUpdate() {
    X509CRL old =
        TestRevocationList.of(FABRIC, WEST.certificate())
            .nextUpdate(Instant.now().minus(Duration.ofMinutes(1)))
            .sign();

    assertRevoked(verifier(old), WEST.chain());
  }

  @Test
  void refusesThePeersOfARevokedIntermediate() {
    TestAuthority intermediate = FABRIC.intermediate("below");
    X509CRL list = TestRevocationList.of(FABRIC, intermediate.certificate()).sign();

    assertRevoked(verifier(list), intermediate.peer("east").issue().chain());
  }

  @Test
  void takesAListForThatOfTheKeyThatSignedItNotOfItsNamesake() throws Exception {
    TestAuthority namesake = TestAuthority.create("fabric", TestKeys.ec());
    X509CRL list = TestRevocationList.of(namesake, WEST.certificate()).sign();
    var verifier =
        new PeerVerifier(
            Set.of(FABRIC.certificate(), namesake.certificate()), List.of(list), Clock.systemUTC());

    assertThat(verifier.verify(WEST.chain(), Role.CLIENT)).isEqualTo("west");
  }

  // Reading

  @Test
  void readsTheListsOfSeveralAuthorities() throws Exception {
    TestAuthority next = TestAuthority.create("next");
    TestPeer north = next.peer("north").issue();
    EAST.writeTo(folder, FABRIC.certificate(), next.certificate());
    write(
        TestRevocationList.of(FABRIC, WEST.certificate()).pem()
            + TestRevocationList.of(next, north.certificate()).pem());

    PeerCredentials credentials = PeerCredentials.load(folder);

    assertThat(credentials.revoked()).isEqualTo(2);
    assertRevoked(credentials.verifier(Clock.systemUTC()), WEST.chain());
    assertRevoked(credentials.verifier(Clock.systemUTC()), north.chain());
  }

  @Test
  void readsAListThatRevokesNothing() throws Exception {
    write(TestRevocationList.of(FABRIC).pem());

    assertThat(PeerCredentials.load(folder).revoked()).isZero();
  }

  @Test
  void refusesAListOfAnUntrustedAuthority() throws Exception {
    write(TestRevocationList.of(TestAuthority.create("fabric"), WEST.certificate()).pem());

    assertFails(
        Kind.REFUSED,
        file()
            + " holds a revocation list of \"CN=fabric\" that no trusted authority has signed; take"
            + " that list out, or put the certificate of the authority that signed it into ca.pem");
  }

  @Test
  void refusesAListThatDoesNotTellAll() throws Exception {
    String message =
        file()
            + " holds a revocation list of \"CN=fabric\" that is partial, a delta or indirect; have"
            + " the authority issue a complete one (RFC 5280, section 5)";

    write(
        TestRevocationList.of(FABRIC)
            .critical(Extension.deltaCRLIndicator, new CRLNumber(BigInteger.ONE))
            .pem());
    assertFails(Kind.REFUSED, message);

    write(
        TestRevocationList.of(FABRIC)
            .critical(
                Extension.issuingDistributionPoint,
                new IssuingDistributionPoint(null, true, false, null, false, false))
            .pem());
    assertFails(Kind.REFUSED, message);
  }

  @Test
  void refusesAFileThatHoldsNoListSinceItMayBeHalfWritten() throws Exception {
    write("");

    assertFails(
        Kind.UNREADABLE,
        file()
            + " holds no revocation list; it needs a block that begins with -----BEGIN X509"
            + " CRL-----; if nothing is revoked, remove the file");
  }

  @Test
  void refusesAMalformedList() throws Exception {
    write(TestPeer.pem(new PemObject("X509 CRL", new byte[] {0x30, 1, 2})));

    assertFails(
        Kind.UNREADABLE,
        file()
            + ": list 1 is not a well-formed X.509 revocation list; restore it from where it was"
            + " made");
  }

  @Test
  void boundsTheNumberOfLists() throws Exception {
    write(TestRevocationList.of(FABRIC).pem().repeat(17));

    assertFails(
        Kind.REFUSED,
        file()
            + " holds 17 revocation lists, over 16; leave in it the newest one of each authority");
  }

  @Test
  void refusesALinkThatLeadsNowhereSinceThatIsNotTheAbsenceOfAList() throws Exception {
    EAST.writeTo(folder, FABRIC.certificate());
    Files.createSymbolicLink(file(), folder.resolve("missing"));

    assertFails(Kind.MISSING, file() + " does not exist; copy the fabric's crl.pem there");
  }

  @Test
  void refusesTheOwnCertificateWhenItIsRevoked() throws Exception {
    write(TestRevocationList.of(FABRIC, EAST.certificate()).pem());

    assertThatExceptionOfType(FabricException.class)
        .isThrownBy(() -> PeerCredentials.load(folder))
        .withMessageStartingWith(
            folder.resolve("cert.pem")
                + " would be refused by every peer: the certificate of \"CN=east\" with serial"
                + " number ")
        .withMessageEndingWith("; issue another with `clusterlink create peer-cert --renew`")
        .returns(Kind.REFUSED, FabricException::kind);
  }

  @Test
  void tellsOfAListThatIsPastItsNextUpdate() throws Exception {
    Instant due = Instant.parse("2026-01-01T00:00:00Z");
    write(TestRevocationList.of(FABRIC, WEST.certificate()).nextUpdate(due).pem());
    PeerCredentials credentials = PeerCredentials.load(folder);

    assertThat(credentials.staleRevocationLists(due)).isEmpty();
    assertThat(credentials.staleRevocationLists(due.plusSeconds(1)))
        .containsExactly(
            "the revocation list of \"CN=fabric\" was to be renewed by 2026-01-01T00:00:00Z and"
                + " counts on; copy the fabric's newest crl.pem beside ca.pem, or remove it once all"
                + " that it revokes has expired");
  }

  private static PeerVerifier verifier(X509CRL list) {
    return new PeerVerifier(Set.of(FABRIC.certificate()), List.of(list), Clock.systemUTC());
  }

  private static void assertRevoked(PeerVerifier verifier, List<X509Certificate> chain) {
    assertThatExceptionOfType(PeerRefusedException.class)
        .isThrownBy(() -> verifier.verify(chain, Role.CLIENT))
        .returns(Reason.REVOKED, PeerRefusedException::reason);
  }

  private Path file() {
    return folder.resolve("crl.pem");
  }

  private void write(String content) throws IOException {
    if (!Files.exists(folder.resolve("cert.pem"))) {
      EAST.writeTo(folder, FABRIC.certificate());
    }
    Files.writeString(file(), content);
  }

  private void assertFails(Kind kind, String message) {
    assertThatExceptionOfType(FabricException.class)
        .isThrownBy(() -> PeerCredentials.load(folder))
        .withMessage(message)
        .returns(kind, FabricException::kind);
  }
}
