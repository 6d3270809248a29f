package net.clusterlink.fabric;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a peer's own certificate says of it: what it may be used for and the one name it carries
 * (RFC 5280, sections 4.2.1.3, 4.2.1.6 and 4.2.1.12). Whether to believe the certificate is for
 * {@link ChainValidator} to say first.
 *
 * <p>Stricter than the RFC where leniency has let impostors in elsewhere: a name is taken from the
 * type dNSName only, and one name of any type beside it refuses the certificate.
 */
record LeafIdentity(X509Certificate leaf) {
  private static final int DIGITAL_SIGNATURE = 0;
  private static final String SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
  private static final int DNS_NAME = 2;
  private static final List<String> NAME_TYPES =
      List.of(
          "otherName",
          "rfc822Name",
          "dNSName",
          "x400Address",
          "directoryName",
          "ediPartyName",
          "uniformResourceIdentifier",
          "iPAddress",
          "registeredID");

  /** Refuses a certificate that must not be used in this role; no usages stated are none. */
  void checkUsage(PeerVerifier.Role role) throws PeerRefusedException {
    List<String> usages = extendedKeyUsages();
    if (!usages.contains(role.usageOid())) {
      throw new PeerRefusedException(
          PeerRefusedException.Reason.WRONG_USAGE,
          certificate()
              + (usages.isEmpty()
                  ? " has no extended key usage"
                  : " has extended key usage " + Shown.name(String.join(",", usages)))
              + " where "
              + role.usageName()
              + " ("
              + role.usageOid()
              + ") was expected");
    }
    boolean @Nullable [] keyUsage = leaf.getKeyUsage();
    if (keyUsage != null && !keyUsage[DIGITAL_SIGNATURE]) {
      throw new PeerRefusedException(
          PeerRefusedException.Reason.WRONG_USAGE,
          certificate() + " has a key usage without digitalSignature, which TLS needs");
    }
  }

  private List<String> extendedKeyUsages() throws PeerRefusedException {
    try {
      @Nullable List<String> usages = leaf.getExtendedKeyUsage();
      return usages == null ? List.of() : usages;
    } catch (CertificateParsingException e) {
      throw new PeerRefusedException(
          PeerRefusedException.Reason.MALFORMED,
          certificate() + " has an extended key usage that cannot be parsed",
          e);
    }
  }

  /** The peer's name. */
  String peer() throws PeerRefusedException {
    Collection<List<?>> names = alternativeNames();
    if (names.isEmpty()) {
      throw new PeerRefusedException(
          PeerRefusedException.Reason.NO_NAME,
          certificate()
              + " has no subject alternative name where one DNS name was expected;"
              + " the subject is not taken for it");
    }
    if (names.size() > 1) {
      throw new PeerRefusedException(
          PeerRefusedException.Reason.SEVERAL_NAMES,
          certificate()
              + " has "
              + names.size()
              + " subject alternative names where exactly one was expected");
    }
    return peer(names.iterator().next());
  }

  private String peer(List<?> alternativeName) throws PeerRefusedException {
    if (!(alternativeName.get(0) instanceof Integer type)
        || type != DNS_NAME
        || !(alternativeName.get(1) instanceof String name)) {
      throw new PeerRefusedException(
          PeerRefusedException.Reason.INVALID_NAME,
          certificate()
              + " has a subject alternative name of type "
              + typeName(alternativeName.get(0))
              + " where one of type dNSName was expected");
    }
    if (!PeerName.isValid(name)) {
      throw new PeerRefusedException(
          PeerRefusedException.Reason.INVALID_NAME,
          certificate()
              + " has the DNS name "
              + Shown.name(name)
              + (name.startsWith("*.") ? ", a wildcard," : "")
              + " where a peer name was expected: "
              + PeerName.RULE);
    }
    return name;
  }

  private Collection<List<?>> alternativeNames() throws PeerRefusedException {
    @Nullable Collection<List<?>> names;
    try {
      names = leaf.getSubjectAlternativeNames();
    } catch (CertificateParsingException e) {
      throw unreadableNames(e);
    }
    if (names != null && !names.isEmpty()) {
      return names;
    }
    // The JDK passes over an extension that it cannot parse, as if it were absent.
    if (leaf.getExtensionValue(SUBJECT_ALTERNATIVE_NAME) != null) {
      throw unreadableNames(null);
    }
    return List.of();
  }

  private PeerRefusedException unreadableNames(@Nullable CertificateParsingException cause) {
    return new PeerRefusedException(
        PeerRefusedException.Reason.INVALID_NAME,
        certificate() + " has subject alternative names that cannot be parsed",
        cause);
  }

  private String certificate() {
    return "the certificate of " + ChainValidator.subject(leaf);
  }

  private static String typeName(Object type) {
    return type instanceof Integer number && number >= 0 && number < NAME_TYPES.size()
        ? NAME_TYPES.get(number)
        : "unknown";
  }
}
