package net.clusterlink.fabric.testing;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * A revocation list of an authority, to be spoilt. It was made an hour ago and is good until
 * tomorrow, unless asked otherwise. Each step gives a new value.
 */
public record TestRevocationList(
    TestAuthority authority,
    List<X509Certificate> revoked,
    Instant nextUpdate,
    List<Extension> extensions) {

  /** One that names these certificates. */
  public static TestRevocationList of(TestAuthority authority, X509Certificate... revoked) {
    return new TestRevocationList(
        authority, List.of(revoked), Instant.now().plus(Duration.ofDays(1)), List.of());
  }

  /** To be renewed by then. */
  public TestRevocationList nextUpdate(Instant at) {
    return new TestRevocationList(authority, revoked, at, extensions);
  }

  /** With a critical extension. */
  public TestRevocationList critical(ASN1ObjectIdentifier id, ASN1Encodable value) {
    try {
      List<Extension> more = new ArrayList<>(extensions);
      more.add(Extension.create(id, true, value));
      return new TestRevocationList(authority, revoked, nextUpdate, List.copyOf(more));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The list, signed by its authority. */
  public X509CRL sign() {
    Date made = Date.from(Instant.now().minus(Duration.ofHours(1)));
    X509v2CRLBuilder builder =
        new JcaX509v2CRLBuilder(authority.certificate().getSubjectX500Principal(), made);
    builder.setNextUpdate(Date.from(nextUpdate));
    revoked.forEach(
        each -> builder.addCRLEntry(each.getSerialNumber(), made, CRLReason.keyCompromise));
    String algorithm =
        authority.key().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    try {
      for (Extension extension : extensions) {
        builder.addExtension(extension);
      }
      return new JcaX509CRLConverter()
          .getCRL(builder.build(new JcaContentSignerBuilder(algorithm).build(authority.key())));
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The list, signed, as PEM. */
  public String pem() {
    try {
      return TestPeer.pem(new PemObject("X509 CRL", sign().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
