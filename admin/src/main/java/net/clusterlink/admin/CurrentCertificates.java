package net.clusterlink.admin;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import net.clusterlink.fabric.CredentialsWatch;
import net.clusterlink.fabric.PeerCredentials;

/**
 * The certificates in force, and what became of others; what metrics and readiness look at. Any
 * thread may ask; the watch of the peer's folder tells.
 */
public final class CurrentCertificates implements CredentialsWatch.Listener {
  private final InstantSource clock;
  private final CertificateLog log;
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private volatile InForce inForce;

  /** The authority's end is kept, since finding it verifies signatures. */
  private record InForce(PeerCredentials credentials, Optional<Instant> authorityExpiry) {
    static InForce of(PeerCredentials credentials) {
      return new InForce(credentials, credentials.authorityExpiry());
    }
  }

  /**
   * What the gateway starts with.
   *
   * @param clock tells whether they have expired
   * @param log is told of every change, and reminds of what ends soon
   */
  public CurrentCertificates(PeerCredentials atStart, InstantSource clock, CertificateLog log) {
    this.inForce = InForce.of(atStart);
    this.clock = clock;
    this.log = log;
  }

  @Override
  public void taken(PeerCredentials credentials) {
    inForce = InForce.of(credentials);
    taken.incrementAndGet();
    log.taken(credentials, authorityExpiry());
  }

  @Override
  public void refused(String message) {
    refused.incrementAndGet();
    log.refused(message);
  }

  @Override
  public void looked() {
    InForce now = inForce;
    log.remind(now.credentials(), now.authorityExpiry());
  }

  /** What is in force. */
  public PeerCredentials credentials() {
    return inForce.credentials();
  }

  /** Until when the peer's own certificate is valid. */
  Optional<Instant> expiry() {
    return Optional.of(inForce.credentials().expiry());
  }

  /** Until when its authority is valid. */
  Optional<Instant> authorityExpiry() {
    return inForce.authorityExpiry();
  }

  /** How many changes of the folder were taken up. */
  long taken() {
    return taken.get();
  }

  /** How many changes were refused. */
  long refused() {
    return refused.get();
  }

  /** Why no peer lets this gateway in any more; empty as long as they do. */
  Optional<String> objection() {
    InForce now = inForce;
    if (hasPassed(now.credentials().expiry())) {
      return Optional.of(
          "certificate expired at "
              + now.credentials().expiry()
              + ": peers refuse this gateway; "
              + CertificateLog.renewal(now.credentials().peer()));
    }
    return now.authorityExpiry()
        .filter(this::hasPassed)
        .map(end ->
            "the authority's certificate expired at "
                + end
                + ": peers refuse this gateway; "
                + CertificateLog.NEW_AUTHORITY);
  }

  private boolean hasPassed(Instant end) {
    return clock.instant().isAfter(end);
  }
}
