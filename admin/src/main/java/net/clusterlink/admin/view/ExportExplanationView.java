package net.clusterlink.admin.view;

import java.util.List;
import net.clusterlink.dataplane.explain.AttributeOrigin;
import net.clusterlink.dataplane.explain.ExportExplanation;

/**
 * What a session of a peer would meet now that asks for an export.
 *
 * @param export namespace/name
 * @param verdict {@code allowed} or {@code refused}
 * @param labelsKnown whether the peer has reported its labels since this gateway started
 * @param source the attributes that {@code from} selects
 * @param destination the attributes that {@code to} selects
 */
public record ExportExplanationView(
    String export,
    String peer,
    String verdict,
    boolean labelsKnown,
    List<AttributeView> source,
    List<AttributeView> destination,
    DecisionView decision) {
  public ExportExplanationView {
    source = List.copyOf(source);
    destination = List.copyOf(destination);
  }

  /** As shown. */
  public static ExportExplanationView of(ExportExplanation explanation) {
    return new ExportExplanationView(
        explanation.export().name().toString(),
        explanation.peer(),
        explanation.verdict().toString(),
        explanation.labelsKnown(),
        views(explanation.source()),
        views(explanation.destination()),
        DecisionView.of(explanation.policies()));
  }

  private static List<AttributeView> views(List<AttributeOrigin> attributes) {
    return attributes.stream().map(AttributeView::of).toList();
  }
}
