package net.clusterlink.fabric.testing;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * An authority whose certificate is valid from an hour ago until tomorrow, unless asked otherwise.
 *
 * @param certificate its certificate
 * @param key the private key of that certificate
 */
public record TestAuthority(X509Certificate certificate, PrivateKey key) {

  /** A root with a new EC key. */
  public static TestAuthority create(String commonName) {
    return create(commonName, TestKeys.ec());
  }

  /** A root with this key. */
  public static TestAuthority create(String commonName, KeyPair keys) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return create(commonName, keys, now.minus(Duration.ofHours(1)), now.plus(Duration.ofDays(1)));
  }

  /** A root with this key, valid for this time. */
  public static TestAuthority create(
      String commonName, KeyPair keys, Instant validFrom, Instant validUntil) {
    TestCertificate root =
        TestCertificate.signedBy(null, keys.getPrivate())
            .subject(commonName)
            .valid(validFrom, validUntil);
    return new TestAuthority(authority(root, keys), keys.getPrivate());
  }

  /** An authority below this one. */
  public TestAuthority intermediate(String commonName) {
    KeyPair keys = TestKeys.ec();
    return new TestAuthority(
        authority(TestCertificate.signedBy(certificate, key).subject(commonName), keys),
        keys.getPrivate());
  }

  /** A request for a peer's certificate as a fabric would issue it, to be spoilt. */
  public TestPeerRequest peer(String name) {
    return new TestPeerRequest(this, name);
  }

  private static X509Certificate authority(TestCertificate certificate, KeyPair keys) {
    return certificate
        .extension(Extension.basicConstraints, true, new BasicConstraints(true))
        .extension(
            Extension.keyUsage,
            true,
            new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign))
        .sign(keys.getPublic());
  }
}
