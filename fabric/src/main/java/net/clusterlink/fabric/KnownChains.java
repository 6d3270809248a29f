package net.clusterlink.fabric;

import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Chains that were found valid, and for how long they are: a peer shows the same one with every
 * tunnel, and what it is worth depends on nothing but its bytes, the authorities, the lists and the
 * time. So this lives and dies with the authorities and lists. Strangers cannot make it grow; and
 * its size is bounded all the same.
 */
final class KnownChains {
  private static final int MOST = 1_024;

  private final Map<List<ByteBuffer>, Known> known = new ConcurrentHashMap<>();

  /**
   * @param from when the last of its certificates becomes valid, its authority's too
   * @param until when the first of them ends
   */
  private record Known(X509Certificate leaf, Instant from, Instant until) {}

  /**
   * The first certificate of a chain that is known to be valid at this time.
   *
   * @param encoded each certificate as presented
   */
  Optional<X509Certificate> find(List<byte[]> encoded, Instant now) {
    Known found = known.get(key(encoded));
    return found == null || now.isBefore(found.from) || now.isAfter(found.until)
        ? Optional.empty()
        : Optional.of(found.leaf);
  }

  /**
   * Keeps one.
   *
   * @param encoded each certificate as presented
   * @param path the certificates that lead from the first one to the authority, both included
   */
  void add(List<byte[]> encoded, X509Certificate leaf, List<X509Certificate> path) {
    Instant from = Instant.MIN;
    Instant until = Instant.MAX;
    for (X509Certificate certificate : path) {
      from = later(from, certificate.getNotBefore().toInstant());
      until = earlier(until, certificate.getNotAfter().toInstant());
    }
    if (known.size() >= MOST) {
      known.clear();
    }
    known.put(key(encoded), new Known(leaf, from, until));
  }

  private static List<ByteBuffer> key(List<byte[]> encoded) {
    return encoded.stream().map(ByteBuffer::wrap).toList();
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
