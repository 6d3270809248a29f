package net.clusterlink.fabric;

import java.util.regex.Pattern;

/**
 * The rule for a peer's name: a lower-case DNS subdomain (RFC 1123, as Kubernetes reads it) of at
 * most 253 characters. It must not read as an IPv4 address, since the name is sent as TLS server
 * name indication, which takes no addresses (RFC 6066, section 3).
 */
final class PeerName {
  static final String RULE =
      "1 to 253 lower-case letters, digits, '-' and '.', each part between dots at most 63"
          + " characters long and beginning and ending with a letter or digit";

  private static final int MAX_CHARS = 253;
  private static final Pattern SUBDOMAIN =
      Pattern.compile(
          "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*+");
  private static final Pattern IPV4 = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");

  private PeerName() {}

  static boolean isValid(String name) {
    return name.length() <= MAX_CHARS
        && SUBDOMAIN.matcher(name).matches()
        && !IPV4.matcher(name).matches();
  }
}
