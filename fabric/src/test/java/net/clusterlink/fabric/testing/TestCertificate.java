package net.clusterlink.fabric.testing;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Any X.509 certificate at all, however senseless. Each step gives a new value.
 *
 * @param issuer the certificate of the signer; none for one that signs itself
 * @param signer the key that signs
 * @param subject the common name; none for an empty subject
 */
record TestCertificate(
    @Nullable X509Certificate issuer,
    PrivateKey signer,
    @Nullable String subject,
    Instant validFrom,
    Instant validUntil,
    List<Extension> extensions) {

  static TestCertificate signedBy(@Nullable X509Certificate issuer, PrivateKey signer) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return new TestCertificate(
        issuer,
        signer,
        null,
        now.minus(Duration.ofHours(1)),
        now.plus(Duration.ofDays(1)),
        List.of());
  }

  TestCertificate subject(@Nullable String commonName) {
    return new TestCertificate(issuer, signer, commonName, validFrom, validUntil, extensions);
  }

  TestCertificate valid(Instant from, Instant until) {
    return new TestCertificate(issuer, signer, subject, from, until, extensions);
  }

  TestCertificate extension(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
    try {
      List<Extension> more = new ArrayList<>(extensions);
      more.add(Extension.create(id, critical, value));
      return new TestCertificate(issuer, signer, subject, validFrom, validUntil, List.copyOf(more));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  X509Certificate sign(PublicKey key) {
    X500NameBuilder name = new X500NameBuilder();
    if (subject != null) {
      name.addRDN(BCStyle.CN, subject);
    }
    X500Name issuerName =
        issuer == null
            ? name.build()
            : X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded());
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuerName,
            new BigInteger(127, new SecureRandom()),
            Date.from(validFrom),
            Date.from(validUntil),
            name.build(),
            key);
    String algorithm = signer.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    try {
      for (Extension extension : extensions) {
        builder.addExtension(extension);
      }
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(signer)));
    } catch (CertIOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }
}
