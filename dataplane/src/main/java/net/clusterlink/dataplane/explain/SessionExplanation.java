package net.clusterlink.dataplane.explain;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import net.clusterlink.api.Import;

/**
 * What a client would meet that connects to an import now, on the client's side.
 *
 * @param listening where the import takes connections; empty when it cannot
 * @param identity who the client is
 * @param attributes those that {@code from} selects: the client's and its peer's
 * @param sources in the order in which they would be tried
 */
public record SessionExplanation(
    Import imported,
    Optional<InetSocketAddress> listening,
    InetAddress client,
    ClientIdentity identity,
    List<AttributeOrigin> attributes,
    List<SourceExplanation> sources) {
  public SessionExplanation {
    attributes = List.copyOf(attributes);
    sources = List.copyOf(sources);
  }

  /** What the whole comes to: one source that is allowed is enough. */
  public Verdict verdict() {
    return has(Verdict.ALLOWED)
        ? Verdict.ALLOWED
        : has(Verdict.UNDECIDED) ? Verdict.UNDECIDED : Verdict.REFUSED;
  }

  private boolean has(Verdict verdict) {
    return sources.stream().anyMatch(source -> source.verdict() == verdict);
  }
}
