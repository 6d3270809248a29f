package net.clusterlink.admin;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rule for a request's {@code Host} header (RFC 9110, section 7.2): it must not be a stranger's
 * name. A web page of a stranger can have its name resolve to the address of this server and make a
 * browser send requests here ("DNS rebinding"), but then the header carries the stranger's name.
 *
 * <p>On loopback, {@code localhost} and all of 127.0.0.0/8 and {@code [::1]} pass, whichever of
 * them the server listens on: none of them is anybody's name. Elsewhere any address passes, for the
 * same reason, and the peer's own name.
 */
final class HostRule {
  private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  private static final String PORT = "(?::\\d{1,5})?";
  private static final Pattern LOOPBACK =
      Pattern.compile("(?:localhost|127(?:\\." + OCTET + "){3}|\\[::1])" + PORT);
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:localhost|" + OCTET + "(?:\\." + OCTET + "){3}|\\[[0-9a-f:.]{2,45}])" + PORT);

  private final Pattern known;
  private final Optional<String> peer;

  private HostRule(Pattern known, Optional<String> peer) {
    this.known = known;
    this.peer = peer;
  }

  /** For a server on loopback. */
  static HostRule loopback() {
    return new HostRule(LOOPBACK, Optional.empty());
  }

  /** For a server that others reach, under the name that its certificate has. */
  static HostRule ofPeer(String peer) {
    return new HostRule(ADDRESS, Optional.of(peer.toLowerCase(Locale.ROOT)));
  }

  /** Whether this header, with or without a port, names this server. */
  boolean allows(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return known.matcher(lower).matches()
        || peer.filter(name -> name.equals(lower.replaceFirst(":\\d{1,5}$", ""))).isPresent();
  }

  /** What it answers for, in words. */
  @Override
  public String toString() {
    return peer.map(name -> "addresses, localhost and " + name + " only")
        .orElse("localhost, 127.0.0.1 and [::1] only");
  }
}
