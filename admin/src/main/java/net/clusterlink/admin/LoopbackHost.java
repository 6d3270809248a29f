package net.clusterlink.admin;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The rule for a request's {@code Host} header (RFC 9110, section 7.2): it must name this machine's
 * loopback. A web page of a stranger can have its name resolve to 127.0.0.1 and make a browser send
 * requests here ("DNS rebinding"), but then the header carries the stranger's name.
 */
final class LoopbackHost {
  private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  private static final Pattern LOOPBACK =
      Pattern.compile("(?:localhost|127(?:\\." + OCTET + "){3}|\\[::1])(?::\\d{1,5})?");

  private LoopbackHost() {}

  static boolean isNamedBy(String host) {
    return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
  }
}
