package net.clusterlink.admin;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Supplier;
import net.clusterlink.fabric.PeerCredentials;

/**
 * Where an admin server listens, and what it asks of those who come.
 *
 * @param listen port 0 takes any free one
 * @param token what all but health and readiness needs; without one, only loopback may be listened
 *     on
 * @param credentials those of the gateway now: off loopback their certificate is presented
 */
public record AdminAccess(
    InetSocketAddress listen, Optional<AccessToken> token, Supplier<PeerCredentials> credentials) {
  public AdminAccess {
    if (listen.getAddress() == null) {
      throw new AdminException(
          "the admin address "
              + listen.getHostString()
              + " is no address of this machine; give an IP address",
          null);
    }
    if (!listen.getAddress().isLoopbackAddress() && token.isEmpty()) {
      throw new AdminException(
          "the admin server listens without a token on loopback only, not on "
              + listen.getAddress().getHostAddress()
              + "; give a token with --admin-token, or an address such as 127.0.0.1:9443",
          null);
    }
  }

  /** Whether others than this machine can come, so that it must be TLS. */
  boolean offLoopback() {
    return !listen.getAddress().isLoopbackAddress();
  }
}
