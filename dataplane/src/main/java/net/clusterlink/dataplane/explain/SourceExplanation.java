package net.clusterlink.dataplane.explain;

import java.util.List;
import java.util.Optional;
import net.clusterlink.api.ImportSource;
import net.clusterlink.policy.PolicyExplanation;

/**
 * What would come of one source of an import.
 *
 * @param reach empty when the peer has not been asked for a heartbeat
 * @param labelsKnown whether the peer has reported its labels
 * @param destination the attributes that {@code to} selects
 * @param policies what this side's policies say; empty when they are not asked, as there is no such
 *     Peer
 * @param reason on what the verdict rests
 */
public record SourceExplanation(
    ImportSource source,
    Optional<Reach> reach,
    boolean labelsKnown,
    List<AttributeOrigin> destination,
    Optional<PolicyExplanation> policies,
    Verdict verdict,
    String reason) {
  public SourceExplanation {
    destination = List.copyOf(destination);
  }
}
