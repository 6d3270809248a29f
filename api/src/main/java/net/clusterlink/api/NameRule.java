package net.clusterlink.api;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What names of each sort may look like. Each rule is the one of the authority it names, so that a
 * name valid here is valid there.
 */
public enum NameRule {
  /** A namespace: an RFC 1123 label (Kubernetes: "Object Names and IDs", DNS label names). */
  DNS_LABEL(
      "namespace",
      63,
      matching(Pattern.compile(Syntax.LABEL)),
      "use lower-case letters, digits and '-', at most 63, beginning and ending with a letter or"
          + " digit"),

  /** A resource: an RFC 1123 subdomain (Kubernetes: DNS subdomain names). */
  DNS_SUBDOMAIN(
      "name",
      253,
      matching(Pattern.compile(Syntax.SUBDOMAIN)),
      "use lower-case letters, digits, '-' and '.', at most 253, beginning and ending with a letter"
          + " or digit"),

  /** An import: a DNS subdomain short enough to be a label's value and a Service's name. */
  IMPORT(
      "name of an import",
      63,
      DNS_SUBDOMAIN::allows,
      "use lower-case letters, digits, '-' and '.', at most 63, beginning and ending with a letter"
          + " or digit"),

  /** A peer: the DNS name in its certificate, lower case, each label at most 63 (RFC 1035). */
  PEER(
      "name of a peer",
      253,
      matching(Pattern.compile(Syntax.NAME)),
      "use a lower-case DNS name, at most 253 characters, each part at most 63"),

  /** The key of a label or annotation (Kubernetes: "Labels and Selectors", syntax). */
  LABEL_KEY(
      "key of a label",
      253 + 1 + 63,
      matching(
          Pattern.compile(
              "(?:(?=[^/]{1,253}/)" + Syntax.SUBDOMAIN + "/)?(?=[^/]{1,63}\\z)" + Syntax.WORD)),
      "use letters, digits, '-', '_' and '.', at most 63, beginning and ending with a letter or"
          + " digit; a DNS subdomain and '/' may stand before it"),

  /** The value of a label (Kubernetes: "Labels and Selectors", syntax). */
  LABEL_VALUE(
      "value of a label",
      63,
      matching(Pattern.compile("(?:" + Syntax.WORD + ")?")),
      "use letters, digits, '-', '_' and '.', at most 63, beginning and ending with a letter or"
          + " digit"),

  /** The key of a selector of a policy: an attribute's key. */
  SELECTOR_KEY(
      "key of a selector",
      64 + 253 + 1 + 63,
      AttributeKey::isValid,
      "use the key of an attribute, as client.clusterlink.net/namespace or"
          + " peer.clusterlink.net/labels.<key of a label>"),

  /** A value that a selector compares with: a label's, or the name of a resource or peer. */
  SELECTOR_VALUE(
      "value of a selector",
      253,
      value -> LABEL_VALUE.allows(value) || DNS_SUBDOMAIN.allows(value),
      "use the value of a label (letters, digits, '-', '_' and '.', at most 63) or a name"),

  /** The tag of a container image (OCI Distribution Specification, "Pulling manifests"). */
  IMAGE_TAG(
      "image tag",
      128,
      matching(Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*")),
      "use letters, digits, '_', '.' and '-', at most 128, beginning with none of '.' and '-'"),

  /** Where container images come from: a host, perhaps with a port, and a path (OCI, as above). */
  IMAGE_REGISTRY(
      "image registry",
      255,
      matching(Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]*[A-Za-z0-9]")),
      "use a host and a path, as registry.example.com/clusterlink, without scheme"),

  /**
   * Where something listens: an IP address without scope, or a DNS name (RFC 1123, section 2.1)
   * whose last part is not a number, as that would be a mistyped address.
   */
  HOST(
      "host",
      254,
      host -> IpLiteral.parse(host).isPresent() || Syntax.HOST_NAME.matcher(host).matches(),
      "use an IP address (IPv6 without brackets) or a DNS name, without scheme or port");

  private final String title;
  private final int maxLength;

  @SuppressWarnings("ImmutableEnumChecker") // each is a pattern or a pure function
  private final Predicate<String> form;

  private final String remedy;

  NameRule(String title, int maxLength, Predicate<String> form, String remedy) {
    this.title = title;
    this.maxLength = maxLength;
    this.form = form;
    this.remedy = remedy;
  }

  /** Whether a name keeps the rule. */
  public boolean allows(String name) {
    return name.length() <= maxLength && form.test(name);
  }

  /** What such a name is, as "host". */
  public String title() {
    return title;
  }

  /** What to do about a name that does not keep it, as "use …". */
  public String remedy() {
    return remedy;
  }

  private static Predicate<String> matching(Pattern pattern) {
    return name -> pattern.matcher(name).matches();
  }

  private static final class Syntax {
    static final String LABEL = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?";
    static final String SUBDOMAIN = LABEL + "(?:\\." + LABEL + ")*";
    static final String PART = "[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?";
    static final String NAME = PART + "(?:\\." + PART + ")*";
    static final String WORD = "[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?";
    static final Pattern HOST_NAME =
        Pattern.compile(
            "(?=.{1,253}\\.?\\z)(?!(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)\\.?\\z)" + NAME + "\\.?",
            Pattern.CASE_INSENSITIVE);
  }
}
