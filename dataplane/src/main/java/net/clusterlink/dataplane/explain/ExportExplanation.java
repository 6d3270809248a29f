package net.clusterlink.dataplane.explain;

import java.util.List;
import net.clusterlink.api.Export;
import net.clusterlink.policy.PolicyExplanation;

/**
 * What a session of a peer would meet that asks for an export now, on the service's side.
 *
 * @param labelsKnown whether the peer has reported its labels since this gateway started
 * @param source the attributes that {@code from} selects
 * @param destination the attributes that {@code to} selects
 */
public record ExportExplanation(
    Export export,
    String peer,
    boolean labelsKnown,
    List<AttributeOrigin> source,
    List<AttributeOrigin> destination,
    PolicyExplanation policies,
    Verdict verdict) {
  public ExportExplanation {
    source = List.copyOf(source);
    destination = List.copyOf(destination);
  }
}
