package net.clusterlink.admin;

import java.util.Map;

/**
 * Bounds for the JDK's HTTP server. It takes them from system properties, once a process, and has
 * generous or no defaults; a value set on the command line is left as it is.
 *
 * @see <a
 *     href="https://docs.oracle.com/en/java/javase/25/docs/api/jdk.httpserver/module-summary.html">
 *     the properties of module jdk.httpserver</a>
 */
final class HttpServerLimits {
  /** Times in seconds, sizes in bytes. */
  private static final Map<String, String> LIMITS =
      Map.of(
          "sun.net.httpserver.maxReqTime", "10",
          "sun.net.httpserver.maxRspTime", "30",
          "sun.net.httpserver.idleInterval", "30",
          "sun.net.httpserver.maxIdleConnections", "20",
          "sun.net.httpserver.maxReqHeaders", "64",
          "sun.net.httpserver.maxReqHeaderSize", "16384",
          "jdk.httpserver.maxConnections", "100");

  private HttpServerLimits() {}

  /** Puts the bounds in force for servers made from now on. */
  static void apply() {
    LIMITS.forEach((property, limit) -> {
      if (System.getProperty(property) == null) {
        System.setProperty(property, limit);
      }
    });
  }
}
