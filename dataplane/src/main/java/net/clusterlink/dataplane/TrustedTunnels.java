package net.clusterlink.dataplane;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import net.clusterlink.dataplane.protocol.GoodbyeCode;
import net.clusterlink.fabric.PeerRefusedException;
import net.clusterlink.fabric.PeerVerifier;

/**
 * Every tunnel, with the certificates that its far side was trusted for. When what this gateway
 * trusts changes, those that are trusted no longer are cut off, and the others retired. Any thread.
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
  private final LiveCount count = new LiveCount();

  void add(Tunnel tunnel, List<X509Certificate> chain, PeerVerifier.Role role) {
    count.come();
    shown.put(tunnel, new Shown(chain, role));
  }

  void remove(Tunnel tunnel) {
    if (shown.remove(tunnel) != null) {
      count.go();
    }
  }

  /** Waits until there is no tunnel; for a virtual thread. */
  boolean awaitNone(Duration time) throws InterruptedException {
    return count.awaitNone(time);
  }

  /**
   * Asks anew of every tunnel; each certificate is verified once. Takes its time: not for a loop.
   */
  void recheck(Trust trust) {
    Map<Shown, Optional<TlsFailure>> asked = new HashMap<>();
    shown.forEach((tunnel, far) -> {
      Optional<TlsFailure> failure = asked.computeIfAbsent(far, _ -> failure(trust, far));
      tunnel.eventLoop().execute(() -> renewed(tunnel, failure));
    });
  }

  /** Asks anew of one tunnel; on its event loop. */
  void recheck(Tunnel tunnel, Trust trust) {
    Shown far = shown.get(tunnel);
    if (far != null) {
      renewed(tunnel, failure(trust, far));
    }
  }

  /** Also the far side that is trusted was shown what this gateway shows no longer. */
  private static void renewed(Tunnel tunnel, Optional<TlsFailure> failure) {
    failure.ifPresentOrElse(tunnel::distrust, () -> tunnel.retire(GoodbyeCode.CREDENTIALS));
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
