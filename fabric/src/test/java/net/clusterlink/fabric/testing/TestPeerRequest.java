package net.clusterlink.fabric.testing;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * A request for a peer's certificate. As {@link TestAuthority#peer} gives it, it is one that any
 * peer of the fabric accepts: common name and one DNS name are the peer's, it serves both roles, it
 * is valid from an hour ago until tomorrow. Each step spoils one thing and gives a new request.
 */
public final class TestPeerRequest {
  private final TestAuthority authority;
  private final KeyPair keys;
  private final TestCertificate certificate;
  private final Optional<ASN1Encodable> names;
  private final List<KeyPurposeId> usages;
  private final int keyUsage;

  TestPeerRequest(TestAuthority authority, String name) {
    this(
        authority,
        TestKeys.ec(),
        TestCertificate.signedBy(authority.certificate(), authority.key()).subject(name),
        Optional.of(new GeneralNames(new GeneralName(GeneralName.dNSName, name))),
        List.of(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth),
        KeyUsage.digitalSignature);
  }

  private TestPeerRequest(
      TestAuthority authority,
      KeyPair keys,
      TestCertificate certificate,
      Optional<ASN1Encodable> names,
      List<KeyPurposeId> usages,
      int keyUsage) {
    this.authority = authority;
    this.keys = keys;
    this.certificate = certificate;
    this.names = names;
    this.usages = usages;
    this.keyUsage = keyUsage;
  }

  /** With another common name. */
  public TestPeerRequest commonName(String commonName) {
    return new TestPeerRequest(
        authority, keys, certificate.subject(commonName), names, usages, keyUsage);
  }

  /** With these subject alternative names; none for a certificate that has a common name alone. */
  public TestPeerRequest names(GeneralName... alternativeNames) {
    return rawNames(
        Optional.of(alternativeNames).filter(given -> given.length > 0).map(GeneralNames::new));
  }

  /** With these DNS names. */
  public TestPeerRequest dnsNames(String... dnsNames) {
    return names(
        Arrays.stream(dnsNames)
            .map(name -> new GeneralName(GeneralName.dNSName, name))
            .toArray(GeneralName[]::new));
  }

  /** With this in the place of the subject alternative names, well-formed or not. */
  public TestPeerRequest rawNames(Optional<? extends ASN1Encodable> value) {
    return new TestPeerRequest(authority, keys, certificate, value.map(v -> v), usages, keyUsage);
  }

  /** Valid for this time. */
  public TestPeerRequest valid(Instant from, Instant until) {
    return new TestPeerRequest(
        authority, keys, certificate.valid(from, until), names, usages, keyUsage);
  }

  /** Expired an hour ago. */
  public TestPeerRequest expired() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return valid(now.minus(Duration.ofHours(2)), now.minus(Duration.ofHours(1)));
  }

  /** Valid from an hour from now on. */
  public TestPeerRequest notYetValid() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return valid(now.plus(Duration.ofHours(1)), now.plus(Duration.ofHours(2)));
  }

  /** With these extended key usages; none for a certificate without that extension. */
  public TestPeerRequest usages(KeyPurposeId... extendedKeyUsages) {
    return new TestPeerRequest(
        authority, keys, certificate, names, List.of(extendedKeyUsages), keyUsage);
  }

  /** With these bits of {@link KeyUsage}; 0 for a certificate without that extension. */
  public TestPeerRequest keyUsage(int bits) {
    return new TestPeerRequest(authority, keys, certificate, names, usages, bits);
  }

  /** With this key in place of a new EC key. */
  public TestPeerRequest keys(KeyPair other) {
    return new TestPeerRequest(authority, other, certificate, names, usages, keyUsage);
  }

  /** The certificate as requested, followed by its authority's. */
  public TestPeer issue() {
    return new TestPeer(List.of(sign(certificate), authority.certificate()), keys.getPrivate());
  }

  /** The certificate as requested, but signed by its own key. */
  public TestPeer selfSigned() {
    TestCertificate own =
        TestCertificate.signedBy(null, keys.getPrivate())
            .subject(certificate.subject())
            .valid(certificate.validFrom(), certificate.validUntil());
    return new TestPeer(List.of(sign(own)), keys.getPrivate());
  }

  private X509Certificate sign(TestCertificate unsigned) {
    TestCertificate complete = unsigned;
    if (names.isPresent()) {
      complete = complete.extension(Extension.subjectAlternativeName, false, names.get());
    }
    if (!usages.isEmpty()) {
      complete =
          complete.extension(
              Extension.extendedKeyUsage,
              false,
              new ExtendedKeyUsage(usages.toArray(KeyPurposeId[]::new)));
    }
    if (keyUsage != 0) {
      complete = complete.extension(Extension.keyUsage, true, new KeyUsage(keyUsage));
    }
    return complete.sign(keys.getPublic());
  }
}
