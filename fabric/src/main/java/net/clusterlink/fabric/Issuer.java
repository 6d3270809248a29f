package net.clusterlink.fabric;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * An authority's certificate and key, and what they sign (RFC 5280).
 *
 * @param certificate its own
 * @param key the private key of that certificate
 */
record Issuer(X509Certificate certificate, PrivateKey key) {
  /** How long an authority lives. */
  static final Duration AUTHORITY_LIFETIME = Duration.ofDays(3650);

  /** How long a peer's certificate lives, if its authority does. */
  static final Duration PEER_LIFETIME = Duration.ofDays(365);

  /**
   * How long a revocation list is good for. No peer's certificate lives longer, so that a list
   * whose time is over names only what has expired.
   */
  static final Duration LIST_LIFETIME = PEER_LIFETIME;

  /** How far validity begins in the past, for hosts whose clock is behind. */
  static final Duration BACKDATED = Duration.ofMinutes(10);

  private static final int SERIAL_BITS = 159; // RFC 5280, 4.1.2.2: positive, at most 20 bytes
  private static final int MAX_COMMON_NAME = 64; // X.520, ub-common-name

  /** A new authority, signed by itself. */
  static Issuer selfSigned(String name, KeyType type, Instant now, SecureRandom random) {
    KeyPair keys = type.generate(random);
    X500Name subject = commonName(name);
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              subject,
              serial(random),
              Date.from(now.minus(BACKDATED)),
              Date.from(now.plus(AUTHORITY_LIFETIME)),
              subject,
              keys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      builder.addExtension(Extension.subjectKeyIdentifier, false, keyId(keys.getPublic()));
      return new Issuer(sign(builder, keys.getPrivate(), random), keys.getPrivate());
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw notSigned("the certificate of fabric " + Shown.name(name), e);
    }
  }

  /**
   * A certificate for a peer, valid for both roles, and never beyond this authority's own. A name
   * too long for a common name stands in the alternative name alone, which nothing but people read
   * the other for.
   */
  X509Certificate issue(String peer, PublicKey peerKey, Instant now, SecureRandom random) {
    boolean named = peer.length() <= MAX_COMMON_NAME;
    Instant until = now.plus(PEER_LIFETIME);
    Instant ownEnd = certificate.getNotAfter().toInstant();
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()),
              serial(random),
              Date.from(now.minus(BACKDATED)),
              Date.from(until.isAfter(ownEnd) ? ownEnd : until),
              named ? commonName(peer) : new X500NameBuilder().build(),
              peerKey);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, keyUsage(peerKey));
      builder.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(
              new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
      // Critical where there is no subject (RFC 5280, section 4.1.2.6).
      builder.addExtension(
          Extension.subjectAlternativeName,
          !named,
          new GeneralNames(new GeneralName(GeneralName.dNSName, peer)));
      builder.addExtension(Extension.subjectKeyIdentifier, false, keyId(peerKey));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new AuthorityKeyIdentifier(ownKeyId().getKeyIdentifier()));
      return sign(builder, key, random);
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw notSigned("the certificate of peer " + Shown.name(peer), e);
    }
  }

  /** A revocation list that names one more certificate than the one before, if there was one. */
  X509CRL revoke(
      Optional<X509CRL> before, X509Certificate revoked, Instant now, SecureRandom random) {
    try {
      X509v2CRLBuilder builder =
          new JcaX509v2CRLBuilder(certificate.getSubjectX500Principal(), Date.from(now));
      builder.setNextUpdate(Date.from(now.plus(LIST_LIFETIME)));
      BigInteger number = BigInteger.ONE;
      if (before.isPresent()) {
        X509CRLHolder known = new X509CRLHolder(before.get().getEncoded());
        builder.addCRL(known);
        number = number(known).add(BigInteger.ONE);
      }
      builder.addCRLEntry(revoked.getSerialNumber(), Date.from(now), CRLReason.unspecified);
      builder.addExtension(Extension.cRLNumber, false, new CRLNumber(number));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new AuthorityKeyIdentifier(ownKeyId().getKeyIdentifier()));
      return new JcaX509CRLConverter().getCRL(builder.build(signer(key, random)));
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw notSigned("the revocation list", e);
    }
  }

  /** Lists are numbered upwards (RFC 5280, section 5.2.3). */
  private static BigInteger number(X509CRLHolder list) {
    @Nullable Extension number = list.getExtension(Extension.cRLNumber);
    return number == null
        ? BigInteger.ZERO
        : CRLNumber.getInstance(number.getParsedValue()).getCRLNumber();
  }

  /** Hides the key. */
  @Override
  public String toString() {
    return "Issuer[" + ChainValidator.subject(certificate) + "]";
  }

  private static KeyUsage keyUsage(PublicKey key) {
    int usage = KeyUsage.digitalSignature;
    if (key instanceof RSAPublicKey) {
      usage |= KeyUsage.keyEncipherment; // for RSA key exchange, which TLS 1.2 still has
    }
    return new KeyUsage(usage);
  }

  private SubjectKeyIdentifier ownKeyId() throws GeneralSecurityException {
    Extensions extensions = new JcaX509CertificateHolder(certificate).getExtensions();
    SubjectKeyIdentifier own = SubjectKeyIdentifier.fromExtensions(extensions);
    return own == null ? keyId(certificate.getPublicKey()) : own;
  }

  private static SubjectKeyIdentifier keyId(PublicKey key) throws NoSuchAlgorithmException {
    return new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key);
  }

  private static X509Certificate sign(
      X509v3CertificateBuilder builder, PrivateKey key, SecureRandom random)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer(key, random)));
  }

  private static ContentSigner signer(PrivateKey key, SecureRandom random)
      throws OperatorCreationException {
    String algorithm = KeyType.of(key).orElseThrow().signatureAlgorithm();
    return new JcaContentSignerBuilder(algorithm).setSecureRandom(random).build(key);
  }

  private static BigInteger serial(SecureRandom random) {
    return new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1);
  }

  private static X500Name commonName(String name) {
    return new X500NameBuilder().addRDN(BCStyle.CN, name).build();
  }

  private static FabricException notSigned(String what, Exception cause) {
    return new FabricException(
        FabricException.Kind.FAILED,
        "could not sign " + what,
        "check that the fabric's key is of at least 2048 bits (RSA) or on P-256 (EC)",
        cause);
  }
}
