package net.clusterlink.admin.view;

import java.util.List;
import java.util.Optional;
import net.clusterlink.dataplane.explain.Reach;
import net.clusterlink.dataplane.explain.SourceExplanation;

/**
 * What would come of one source of an import.
 *
 * @param export namespace/name
 * @param verdict {@code allowed}, {@code refused} or {@code undecided}, by this side alone
 * @param reason what the verdict rests on
 * @param reachable whether heartbeats reach the peer; absent when that is not known
 * @param reach the same in words
 * @param labelsKnown whether the peer has reported its labels
 * @param attributes of the destination
 * @param decision of this side's policies; absent when they are not asked
 */
public record ExplainedSourceView(
    String peer,
    String export,
    String verdict,
    String reason,
    Optional<Boolean> reachable,
    Optional<String> reach,
    boolean labelsKnown,
    List<AttributeView> attributes,
    Optional<DecisionView> decision) {
  public ExplainedSourceView {
    attributes = List.copyOf(attributes);
  }

  /** As shown. */
  public static ExplainedSourceView of(SourceExplanation explanation) {
    return new ExplainedSourceView(
        explanation.source().peer(),
        explanation.source().export().toString(),
        explanation.verdict().toString(),
        explanation.reason(),
        explanation.reach().map(Reach::reachable),
        explanation.reach().map(Reach::detail),
        explanation.labelsKnown(),
        explanation.destination().stream().map(AttributeView::of).toList(),
        explanation.policies().map(DecisionView::of));
  }
}
