package net.clusterlink.fabric;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the chain from a presented certificate to an authority, by the JDK's PKIX builder and under
 * the algorithm constraints of the JDK ({@code jdk.certpath.disabledAlgorithms}), and asks {@link
 * Revocations} about every certificate of that chain.
 */
final class ChainValidator {
  /** Certificates presented, the peer's own included: room for two generations of authorities. */
  static final int MAX_PRESENTED = 8;

  private static final int MAX_INTERMEDIATES = 4;

  private final List<X509Certificate> authorities;
  private final Set<TrustAnchor> anchors;
  private final Revocations revocations;
  private final KnownChains known = new KnownChains();
  private final Clock clock;

  ChainValidator(List<X509Certificate> authorities, Revocations revocations, Clock clock) {
    if (authorities.isEmpty()) {
      throw new IllegalArgumentException("no authority to trust");
    }
    authorities.stream()
        .filter(authority -> !isAuthority(authority))
        .findAny()
        .ifPresent(other -> {
          throw new IllegalArgumentException("not an authority: " + subject(other));
        });
    this.authorities = authorities;
    this.anchors =
        authorities.stream()
            .map(authority -> new TrustAnchor(authority, null))
            .collect(Collectors.toUnmodifiableSet());
    this.revocations = revocations;
    this.clock = clock;
  }

  /** Whether a certificate says that it may sign others (RFC 5280, section 4.2.1.9). */
  static boolean isAuthority(X509Certificate certificate) {
    return certificate.getBasicConstraints() >= 0;
  }

  /** The first certificate, once a valid chain leads from it to an authority, none revoked. */
  X509Certificate validate(List<X509Certificate> presented) throws PeerRefusedException {
    checkCount(presented);
    List<byte[]> encoded = encoded(presented);
    Instant now = clock.instant();
    Optional<X509Certificate> before = known.find(encoded, now);
    return before.isPresent() ? before.get() : validate(encoded, now);
  }

  private X509Certificate validate(List<byte[]> encoded, Instant now) throws PeerRefusedException {
    List<X509Certificate> chain = parsed(encoded);
    X509Certificate leaf = chain.getFirst();
    List<X509Certificate> others = chain.subList(1, chain.size());
    checkParts(leaf, others);
    PKIXCertPathBuilderResult chainFound;
    try {
      chainFound = chain(leaf, others, now);
    } catch (CertPathBuilderException e) {
      throw refusal(leaf, others, now, e);
    }
    X509Certificate authority = chainFound.getTrustAnchor().getTrustedCert();
    checkValidity("its authority", authority, now);
    revocations.check(chainFound.getCertPath(), authority);
    List<X509Certificate> path = new ArrayList<>(chain);
    path.add(authority);
    known.add(encoded, leaf, path);
    return leaf;
  }

  private static void checkCount(List<X509Certificate> presented) throws PeerRefusedException {
    if (presented.isEmpty()) {
      throw new PeerRefusedException(
          PeerRefusedException.Reason.NO_CERTIFICATE,
          "no certificate was presented where a peer's certificate was expected");
    }
    if (presented.size() > MAX_PRESENTED) {
      throw new PeerRefusedException(
          PeerRefusedException.Reason.MALFORMED,
          presented.size()
              + " certificates were presented where at most "
              + MAX_PRESENTED
              + " were expected");
    }
  }

  private static List<byte[]> encoded(List<X509Certificate> presented) throws PeerRefusedException {
    List<byte[]> encoded = new ArrayList<>();
    try {
      for (X509Certificate certificate : presented) {
        encoded.add(certificate.getEncoded());
      }
    } catch (CertificateException e) {
      throw cannotBeParsed(e);
    }
    return encoded;
  }

  /**
   * The same certificates as the JDK reads them. Those of a TLS library may parse themselves late,
   * and then fail in the middle of a decision.
   */
  private static List<X509Certificate> parsed(List<byte[]> encoded) throws PeerRefusedException {
    List<X509Certificate> chain = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (byte[] certificate : encoded) {
        chain.add(
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(certificate)));
      }
    } catch (CertificateException e) {
      throw cannotBeParsed(e);
    }
    return chain;
  }

  private static PeerRefusedException cannotBeParsed(CertificateException cause) {
    return new PeerRefusedException(
        PeerRefusedException.Reason.MALFORMED,
        "a certificate was presented that cannot be parsed: "
            + Shown.name(String.valueOf(cause.getMessage())),
        cause);
  }

  private static void checkParts(X509Certificate leaf, List<X509Certificate> others)
      throws PeerRefusedException {
    if (isAuthority(leaf)) {
      throw new PeerRefusedException(
          PeerRefusedException.Reason.AUTHORITY,
          "the certificate of the authority "
              + subject(leaf)
              + " was presented where a peer's own was expected");
    }
    for (X509Certificate other : others) {
      if (!isAuthority(other)) {
        throw new PeerRefusedException(
            PeerRefusedException.Reason.STRAY_CERTIFICATE,
            "after the certificate of "
                + subject(leaf)
                + " came that of "
                + subject(other)
                + " where only authorities were expected");
      }
    }
  }

  /**
   * A valid chain to an authority, to one that is itself valid if there is. PKIX does not look at
   * an authority's dates (RFC 5280, section 6.1.1), and so does not tell a renewed one from the one
   * it replaces, of the same name and key.
   */
  private PKIXCertPathBuilderResult chain(
      X509Certificate leaf, List<X509Certificate> others, Instant now)
      throws CertPathBuilderException {
    Set<TrustAnchor> valid =
        anchors.stream()
            .filter(anchor -> isValid(anchor.getTrustedCert(), now))
            .collect(Collectors.toUnmodifiableSet());
    if (valid.isEmpty() || valid.size() == anchors.size()) {
      return build(anchors, leaf, others, now);
    }
    try {
      return build(valid, leaf, others, now);
    } catch (CertPathBuilderException fromValidOnes) {
      try {
        return build(anchors, leaf, others, now);
      } catch (CertPathBuilderException fromAny) {
        fromAny.addSuppressed(fromValidOnes);
        throw fromAny;
      }
    }
  }

  private static boolean isValid(X509Certificate certificate, Instant now) {
    return !now.isAfter(certificate.getNotAfter().toInstant())
        && !now.isBefore(certificate.getNotBefore().toInstant());
  }

  private static PKIXCertPathBuilderResult build(
      Set<TrustAnchor> anchors, X509Certificate leaf, List<X509Certificate> others, Instant at)
      throws CertPathBuilderException {
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(leaf);
    try {
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
      parameters.setRevocationEnabled(false); // Revocations says why
      parameters.setDate(Date.from(at));
      parameters.setMaxPathLength(MAX_INTERMEDIATES);
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(others)));
      return (PKIXCertPathBuilderResult) CertPathBuilder.getInstance("PKIX").build(parameters);
    } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
      throw new IllegalStateException("every JDK has PKIX", e);
    }
  }

  /**
   * Says why no chain was found. PKIX itself does not tell a chain that is out of date from one
   * that does not exist, so it is asked again for the days on which the certificate was valid.
   */
  private PeerRefusedException refusal(
      X509Certificate leaf,
      List<X509Certificate> others,
      Instant now,
      CertPathBuilderException failure) {
    try {
      checkValidity("the certificate of " + subject(leaf), leaf, now);
    } catch (PeerRefusedException outOfDate) {
      Date lastDay = leaf.getNotAfter();
      try {
        build(anchors, leaf, others, lastDay.toInstant());
        return outOfDate;
      } catch (CertPathBuilderException untrustedAsWell) {
        failure.addSuppressed(untrustedAsWell);
      }
    }
    return new PeerRefusedException(
        PeerRefusedException.Reason.UNTRUSTED, untrusted(leaf), failure);
  }

  private String untrusted(X509Certificate leaf) {
    String found = "the certificate of " + subject(leaf);
    String expected =
        authorities.stream()
            .map(ChainValidator::subject)
            .sorted()
            .collect(Collectors.joining(", ", "; a certificate issued by ", " was expected"));
    if (isSignedBy(leaf, leaf)) {
      return found + " is signed by itself" + expected;
    }
    if (authorities.stream()
        .anyMatch(a -> a.getSubjectX500Principal().equals(leaf.getIssuerX500Principal()))) {
      return found
          + " names the authority "
          + Shown.name(leaf.getIssuerX500Principal().getName())
          + " but no valid chain of signatures leads to that authority's key"
          + expected;
    }
    return found
        + " was issued by "
        + Shown.name(leaf.getIssuerX500Principal().getName())
        + expected;
  }

  /** Whether a certificate bears the signature of another's key. */
  static boolean isSignedBy(X509Certificate certificate, X509Certificate signer) {
    try {
      certificate.verify(signer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static void checkValidity(String whose, X509Certificate certificate, Instant now)
      throws PeerRefusedException {
    Instant from = certificate.getNotBefore().toInstant();
    Instant until = certificate.getNotAfter().toInstant();
    if (now.isAfter(until)) {
      throw new PeerRefusedException(
          PeerRefusedException.Reason.EXPIRED,
          whose + " expired at " + until + ", and it is " + now + " here");
    }
    if (now.isBefore(from)) {
      throw new PeerRefusedException(
          PeerRefusedException.Reason.NOT_YET_VALID,
          whose + " is valid from " + from + " on, and it is " + now + " here");
    }
  }

  static String subject(X509Certificate certificate) {
    return Shown.name(certificate.getSubjectX500Principal().getName());
  }
}
