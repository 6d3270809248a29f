package net.clusterlink.dataplane;

import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import net.clusterlink.fabric.PeerRefusedException;
import net.clusterlink.fabric.PeerVerifier;

/**
 * Every tunnel, with the certificates that its far side was trusted for. When what this gateway
 * trusts changes, those that are trusted no longer are cut off. Any thread.
 */
final class TrustedTunnels {

  /** What a far side showed, and the part it plays. */
  private record Shown(List<X509Certificate> chain, PeerVerifier.Role role) {}

  /** What is trusted now. */
  interface Trust {
    /** The peer's name, when its certificates are trusted. */
    String peer(List<X509Certificate> chain, PeerVerifier.Role role) throws PeerRefusedException;
  }

  private final Map<Tunnel, Shown> shown = new ConcurrentHashMap<>();

  void add(Tunnel tunnel, List<X509Certificate> chain, PeerVerifier.Role role) {
    shown.put(tunnel, new Shown(chain, role));
  }

  void remove(Tunnel tunnel) {
    shown.remove(tunnel);
  }

  /**
   * Asks anew of every tunnel; each certificate is verified once. Takes its time: not for a loop.
   */
  void recheck(Trust trust) {
    Map<Shown, Optional<TlsFailure>> asked = new HashMap<>();
    shown.forEach((tunnel, far) ->
        asked
            .computeIfAbsent(far, _ -> failure(trust, far))
            .ifPresent(failure -> tunnel.eventLoop().execute(() -> tunnel.distrust(failure))));
  }

  /** Asks anew of one tunnel. */
  void recheck(Tunnel tunnel, Trust trust) {
    Shown far = shown.get(tunnel);
    if (far != null) {
      failure(trust, far).ifPresent(tunnel::distrust);
    }
  }

  private static Optional<TlsFailure> failure(Trust trust, Shown far) {
    try {
      trust.peer(far.chain(), far.role());
      return Optional.empty();
    } catch (PeerRefusedException e) {
      return Optional.of(TlsFailure.of(e));
    }
  }
}
