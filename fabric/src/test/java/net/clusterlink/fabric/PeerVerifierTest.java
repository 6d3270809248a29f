package net.clusterlink.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import net.clusterlink.fabric.PeerRefusedException.Reason;
import net.clusterlink.fabric.PeerVerifier.Role;
import net.clusterlink.fabric.testing.TestAuthority;
import net.clusterlink.fabric.testing.TestKeys;
import net.clusterlink.fabric.testing.TestPeer;
import net.clusterlink.fabric.testing.TestPeerRequest;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerVerifierTest {
  private static final TestAuthority FABRIC = TestAuthority.create("fabric");
  private static final TestAuthority OTHER_FABRIC = TestAuthority.create("other");

  private final PeerVerifier verifier =
      new PeerVerifier(Set.of(FABRIC.certificate()), Clock.systemUTC());

  @ParameterizedTest
  @EnumSource
  void acceptsPeerOfTheFabricInEitherRole(Role role) throws Exception {
    List<X509Certificate> chain = FABRIC.peer("east").issue().chain();

    assertThat(verifier.verify(chain, role)).isEqualTo("east");
    assertThat(verifier.verify(chain, role, "east")).isEqualTo("east");
    assertThat(verifier.verify(chain.subList(0, 1), role)).isEqualTo("east");
  }

  @Test
  void refusesWhatItHasAcceptedBeforeOnceItIsOutOfDate() throws Exception {
    Instant now = Instant.now();
    Instant until = now.plusSeconds(60);
    List<X509Certificate> chain =
        FABRIC.peer("east").valid(now.minusSeconds(60), until).issue().chain();
    StepClock clock = new StepClock(now);
    PeerVerifier trusting = new PeerVerifier(Set.of(FABRIC.certificate()), clock);

    assertThat(trusting.verify(chain, Role.CLIENT)).isEqualTo("east");
    assertThat(trusting.verify(chain, Role.SERVER)).isEqualTo("east");
    clock.set(until.plusSeconds(1));
    assertThatExceptionOfType(PeerRefusedException.class)
        .isThrownBy(() -> trusting.verify(chain, Role.CLIENT))
        .withMessageContaining("expired at ");
    clock.set(now.minusSeconds(61));
    assertThatExceptionOfType(PeerRefusedException.class)
        .isThrownBy(() -> trusting.verify(chain, Role.CLIENT))
        .withMessageContaining("is valid from ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "9", "east.example.com", "1.2.3", "xn--bcher-kva.example"})
  void acceptsDnsSubdomainAsName(String name) throws Exception {
    assertThat(verifier.verify(FABRIC.peer(name).issue().chain(), Role.CLIENT)).isEqualTo(name);
  }

  @Test
  void acceptsPeerOfAnIntermediateThatIsPresented() throws Exception {
    TestAuthority intermediate = FABRIC.intermediate("below");

    assertThat(verifier.verify(intermediate.peer("east").issue().chain(), Role.CLIENT))
        .isEqualTo("east");
  }

  @Test
  void acceptsPeersOfEveryAuthorityItTrusts() throws Exception {
    PeerVerifier both =
        new PeerVerifier(
            Set.of(FABRIC.certificate(), OTHER_FABRIC.certificate()), Clock.systemUTC());

    assertThat(both.verify(FABRIC.peer("east").issue().chain(), Role.SERVER)).isEqualTo("east");
    assertThat(both.verify(OTHER_FABRIC.peer("west").issue().chain(), Role.SERVER))
        .isEqualTo("west");
  }

  @Test
  void refusesNoCertificate() {
    assertRefused(
        List.of(),
        Reason.NO_CERTIFICATE,
        "no certificate was presented where a peer's certificate was expected");
  }

  @Test
  void refusesMoreCertificatesThanAChainMayHave() {
    assertRefused(
        Collections.nCopies(9, FABRIC.certificate()),
        Reason.MALFORMED,
        "9 certificates were presented where at most 8 were expected");
  }

  @Test
  void refusesCertificateThatOnlyALenientLibraryParses() throws Exception {
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            FABRIC.certificate(),
            BigInteger.ONE,
            FABRIC.certificate().getNotBefore(),
            FABRIC.certificate().getNotAfter(),
            new X500Principal("CN=east"),
            TestKeys.ec().getPublic());
    builder.addExtension(Extension.subjectAlternativeName, true, new ASN1Integer(7));
    X509Certificate lenient =
        new JcaX509CertificateConverter()
            .setProvider(new BouncyCastleProvider())
            .getCertificate(
                builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(FABRIC.key())));

    assertThatExceptionOfType(PeerRefusedException.class)
        .isThrownBy(() -> verifier.verify(List.of(lenient), Role.CLIENT))
        .withMessageStartingWith("a certificate was presented that cannot be parsed: \"")
        .returns(Reason.MALFORMED, PeerRefusedException::reason);
  }

  @Test
  void refusesExpiredCertificate() {
    TestPeer peer = FABRIC.peer("east").issue();
    Instant until = peer.certificate().getNotAfter().toInstant();

    assertRefused(
        at(until.plusSeconds(1)),
        peer,
        Reason.EXPIRED,
        "the certificate of \"CN=east\" expired at "
            + until
            + ", and it is "
            + until.plusSeconds(1)
            + " here");
  }

  @Test
  void refusesCertificateNotYetValid() {
    TestPeer peer = FABRIC.peer("east").issue();
    Instant from = peer.certificate().getNotBefore().toInstant();

    assertRefused(
        at(from.minusSeconds(1)),
        peer,
        Reason.NOT_YET_VALID,
        "the certificate of \"CN=east\" is valid from "
            + from
            + " on, and it is "
            + from.minusSeconds(1)
            + " here");
  }

  @Test
  void refusesPeerOfAnExpiredAuthority() {
    Instant now = Instant.now();
    TestAuthority expired =
        TestAuthority.create(
            "expired", TestKeys.ec(), now.minus(Duration.ofHours(2)), now.minusSeconds(3600));

    PeerVerifier trusting =
        new PeerVerifier(Set.of(expired.certificate()), Clock.fixed(now, ZoneOffset.UTC));
    assertThatExceptionOfType(PeerRefusedException.class)
        .isThrownBy(() -> trusting.verify(expired.peer("east").issue().chain(), Role.CLIENT))
        .withMessageStartingWith("its authority expired at ")
        .returns(Reason.EXPIRED, PeerRefusedException::reason);
  }

  /** As when an authority was renewed without a new key: which twin comes first must not matter. */
  @RepeatedTest(8)
  void acceptsPeerOfAnAuthorityRenewedUnderTheSameNameAndKey() throws Exception {
    Instant now = Instant.now();
    KeyPair keys = TestKeys.ec();
    TestAuthority expired =
        TestAuthority.create("fabric", keys, now.minus(Duration.ofHours(2)), now.minusSeconds(60));
    TestAuthority upcoming =
        TestAuthority.create("fabric", keys, now.plusSeconds(60), now.plus(Duration.ofHours(2)));
    TestAuthority valid = TestAuthority.create("fabric", keys);
    PeerVerifier trusting =
        new PeerVerifier(
            Set.of(expired.certificate(), upcoming.certificate(), valid.certificate()),
            Clock.fixed(now, ZoneOffset.UTC));

    for (TestAuthority issuer : List.of(expired, upcoming, valid)) {
      TestPeer peer = issuer.peer("east").issue();
      assertThat(trusting.verify(peer.chain(), Role.CLIENT)).isEqualTo("east");
      assertThat(trusting.verify(List.of(peer.certificate()), Role.CLIENT)).isEqualTo("east");
    }
  }

  @Test
  void refusesPeerOfAnotherFabric() {
    assertRefused(
        OTHER_FABRIC.peer("east"),
        Reason.UNTRUSTED,
        "the certificate of \"CN=east\" was issued by \"CN=other\";"
            + " a certificate issued by \"CN=fabric\" was expected");
  }

  @Test
  void saysUntrustedRatherThanExpiredOfAnExpiredPeerOfAnotherFabric() {
    assertRefused(
        OTHER_FABRIC.peer("east").expired(),
        Reason.UNTRUSTED,
        "the certificate of \"CN=east\" was issued by \"CN=other\";"
            + " a certificate issued by \"CN=fabric\" was expected");
  }

  @Test
  void refusesPeerOfAnImpostorThatTookTheFabricsName() {
    assertRefused(
        TestAuthority.create("fabric").peer("east"),
        Reason.UNTRUSTED,
        "the certificate of \"CN=east\" names the authority \"CN=fabric\" but no valid chain of"
            + " signatures leads to that authority's key;"
            + " a certificate issued by \"CN=fabric\" was expected");
  }

  @Test
  void refusesSelfSignedCertificate() {
    assertRefused(
        FABRIC.peer("east").selfSigned().chain(),
        Reason.UNTRUSTED,
        "the certificate of \"CN=east\" is signed by itself;"
            + " a certificate issued by \"CN=fabric\" was expected");
  }

  @Test
  void refusesCertificateThatAnotherPeerSigned() {
    TestPeer east = FABRIC.peer("east").issue();
    TestPeer forged = new TestAuthority(east.certificate(), east.key()).peer("west").issue();

    assertRefused(
        forged.followedBy(FABRIC.certificate()).chain(),
        Reason.UNTRUSTED,
        "the certificate of \"CN=west\" was issued by \"CN=east\";"
            + " a certificate issued by \"CN=fabric\" was expected");
  }

  @Test
  void refusesAuthorityInThePlaceOfAPeer() {
    assertRefused(
        List.of(FABRIC.intermediate("below").certificate(), FABRIC.certificate()),
        Reason.AUTHORITY,
        "the certificate of the authority \"CN=below\" was presented where a peer's own was"
            + " expected");
    assertRefused(
        List.of(FABRIC.certificate()),
        Reason.AUTHORITY,
        "the certificate of the authority \"CN=fabric\" was presented where a peer's own was"
            + " expected");
  }

  @Test
  void refusesAnotherPeersCertificateAsFiller() {
    TestPeer west = FABRIC.peer("west").issue();

    assertRefused(
        FABRIC.peer("east").issue().followedBy(west.certificate(), FABRIC.certificate()).chain(),
        Reason.STRAY_CERTIFICATE,
        "after the certificate of \"CN=east\" came that of \"CN=west\" where only authorities were"
            + " expected");
  }

  @Test
  void refusesUsageOfTheOtherRole() {
    assertRefused(
        FABRIC.peer("east").usages(KeyPurposeId.id_kp_serverAuth),
        Reason.WRONG_USAGE,
        "the certificate of \"CN=east\" has extended key usage \"1.3.6.1.5.5.7.3.1\" where"
            + " clientAuth (1.3.6.1.5.5.7.3.2) was expected");
    assertThatExceptionOfType(PeerRefusedException.class)
        .isThrownBy(() ->
            verifier.verify(
                FABRIC.peer("east").usages(KeyPurposeId.id_kp_clientAuth).issue().chain(),
                Role.SERVER))
        .returns(Reason.WRONG_USAGE, PeerRefusedException::reason);
  }

  @Test
  void refusesAnyExtendedKeyUsage() {
    assertRefused(
        FABRIC.peer("east").usages(KeyPurposeId.anyExtendedKeyUsage),
        Reason.WRONG_USAGE,
        "the certificate of \"CN=east\" has extended key usage \"2.5.29.37.0\" where clientAuth"
            + " (1.3.6.1.5.5.7.3.2) was expected");
  }

  @Test
  void refusesCertificateWithoutExtendedKeyUsage() {
    assertRefused(
        FABRIC.peer("east").usages(),
        Reason.WRONG_USAGE,
        "the certificate of \"CN=east\" has no extended key usage where clientAuth"
            + " (1.3.6.1.5.5.7.3.2) was expected");
  }

  @Test
  void refusesKeyUsageWithoutDigitalSignature() {
    assertRefused(
        FABRIC.peer("east").keyUsage(KeyUsage.keyAgreement),
        Reason.WRONG_USAGE,
        "the certificate of \"CN=east\" has a key usage without digitalSignature, which TLS needs");
  }

  @Test
  void refusesCommonNameAlone() {
    assertRefused(
        FABRIC.peer("east").names(),
        Reason.NO_NAME,
        "the certificate of \"CN=east\" has no subject alternative name where one DNS name was"
            + " expected; the subject is not taken for it");
  }

  @Test
  void refusesSeveralNames() {
    assertRefused(
        FABRIC.peer("east").dnsNames("east", "west"),
        Reason.SEVERAL_NAMES,
        "the certificate of \"CN=east\" has 2 subject alternative names where exactly one was"
            + " expected");
  }

  @Test
  void refusesNameOfAnyTypeBesideTheDnsName() {
    assertRefused(
        FABRIC
            .peer("east")
            .names(
                new GeneralName(GeneralName.dNSName, "east"),
                new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://east")),
        Reason.SEVERAL_NAMES,
        "the certificate of \"CN=east\" has 2 subject alternative names where exactly one was"
            + " expected");
  }

  @Test
  void refusesNamesOfOtherTypes() {
    assertRefused(
        FABRIC.peer("east").names(new GeneralName(GeneralName.rfc822Name, "east")),
        Reason.INVALID_NAME,
        "the certificate of \"CN=east\" has a subject alternative name of type rfc822Name where"
            + " one of type dNSName was expected");
    assertRefused(
        FABRIC
            .peer("east")
            .names(new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://fabric/east")),
        Reason.INVALID_NAME,
        "the certificate of \"CN=east\" has a subject alternative name of type"
            + " uniformResourceIdentifier where one of type dNSName was expected");
    assertRefused(
        FABRIC.peer("east").names(new GeneralName(GeneralName.iPAddress, "10.0.0.1")),
        Reason.INVALID_NAME,
        "the certificate of \"CN=east\" has a subject alternative name of type iPAddress where"
            + " one of type dNSName was expected");
  }

  @Test
  void refusesWildcard() {
    assertRefused(
        FABRIC.peer("east").dnsNames("*.example.com"),
        Reason.INVALID_NAME,
        "the certificate of \"CN=east\" has the DNS name \"*.example.com\", a wildcard, where a"
            + " peer name was expected: "
            + PeerName.RULE);
  }

  @Test
  void refusesNulInName() {
    assertRefused(
        FABRIC.peer("east").dnsNames("east\0.example.com"),
        Reason.INVALID_NAME,
        "the certificate of \"CN=east\" has the DNS name \"east\\u0000.example.com\" where a peer"
            + " name was expected: "
            + PeerName.RULE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"East", "east.", ".east", "-east", "a b", "127.0.0.1", "::1", "e\nt"})
  void refusesNameThatIsNoPeerName(String name) {
    assertThatExceptionOfType(PeerRefusedException.class)
        .isThrownBy(
            () -> verifier.verify(FABRIC.peer("east").dnsNames(name).issue().chain(), Role.CLIENT))
        .withMessageNotContaining("\n")
        .returns(Reason.INVALID_NAME, PeerRefusedException::reason);
  }

  @Test
  void refusesEmptyName() {
    DERTaggedObject empty = new DERTaggedObject(false, GeneralName.dNSName, new DERIA5String(""));

    assertThatExceptionOfType(PeerRefusedException.class)
        .isThrownBy(() ->
            verifier.verify(
                FABRIC.peer("east").rawNames(Optional.of(new DERSequence(empty))).issue().chain(),
                Role.CLIENT))
        .returns(Reason.INVALID_NAME, PeerRefusedException::reason);
  }

  @Test
  void refusesAlternativeNamesThatCannotBeParsed() {
    assertRefused(
        FABRIC.peer("east").rawNames(Optional.of(new ASN1Integer(7))),
        Reason.INVALID_NAME,
        "the certificate of \"CN=east\" has subject alternative names that cannot be parsed");
  }

  @Test
  void refusesDnsNameBesideOneThatCannotBeParsed() {
    assertRefused(
        FABRIC
            .peer("east")
            .names(
                new GeneralName(GeneralName.dNSName, "east"),
                new GeneralName(GeneralName.uniformResourceIdentifier, "no scheme")),
        Reason.INVALID_NAME,
        "the certificate of \"CN=east\" has subject alternative names that cannot be parsed");
  }

  @Test
  void refusesAnotherPeerThanTheOneExpected() {
    assertThatExceptionOfType(PeerRefusedException.class)
        .isThrownBy(() -> verifier.verify(FABRIC.peer("west").issue().chain(), Role.SERVER, "east"))
        .withMessage("reached peer \"west\" where \"east\" was expected")
        .returns(Reason.WRONG_NAME, PeerRefusedException::reason);
  }

  @Test
  void comparesTheWholeNameExpected() {
    assertThatExceptionOfType(PeerRefusedException.class)
        .isThrownBy(() ->
            verifier.verify(FABRIC.peer("east.example.com").issue().chain(), Role.SERVER, "east"))
        .returns(Reason.WRONG_NAME, PeerRefusedException::reason);
  }

  @Test
  void refusesSignatureOfAnAlgorithmThatTheJdkDisables() {
    KeyPair weak = TestKeys.generate("RSA", 512);

    assertThatExceptionOfType(PeerRefusedException.class)
        .isThrownBy(
            () -> verifier.verify(FABRIC.peer("east").keys(weak).issue().chain(), Role.CLIENT))
        .returns(Reason.UNTRUSTED, PeerRefusedException::reason);
  }

  @Test
  void escapesAndShortensWhatTheFarSideChose() {
    String hostile = "\u001b[2J" + "x".repeat(200);

    assertThatExceptionOfType(PeerRefusedException.class)
        .isThrownBy(() ->
            verifier.verify(FABRIC.peer("east").dnsNames(hostile).issue().chain(), Role.CLIENT))
        .withMessageContaining("\"\\u001b[2J" + "x".repeat(76) + "\"... (204 characters)");
  }

  @Test
  void needsAnAuthorityToTrust() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PeerVerifier(Set.of(), Clock.systemUTC()))
        .withMessage("no authority to trust");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new PeerVerifier(Set.of(FABRIC.peer("east").issue().certificate()), Clock.systemUTC()))
        .withMessage("not an authority: \"CN=east\"");
  }

  private static PeerVerifier at(Instant now) {
    return new PeerVerifier(Set.of(FABRIC.certificate()), Clock.fixed(now, ZoneOffset.UTC));
  }

  private void assertRefused(TestPeerRequest request, Reason reason, String message) {
    assertRefused(request.issue().chain(), reason, message);
  }

  private void assertRefused(List<X509Certificate> chain, Reason reason, String message) {
    assertRefused(verifier, chain, reason, message);
  }

  private static void assertRefused(
      PeerVerifier verifier, TestPeer peer, Reason reason, String message) {
    assertRefused(verifier, peer.chain(), reason, message);
  }

  private static void assertRefused(
      PeerVerifier verifier, List<X509Certificate> chain, Reason reason, String message) {
    assertThatExceptionOfType(PeerRefusedException.class)
        .isThrownBy(() -> verifier.verify(chain, Role.CLIENT))
        .withMessage(message)
        .returns(reason, PeerRefusedException::reason);
  }
}
