package net.clusterlink.cli.explain;

import net.clusterlink.admin.view.ExportExplanationView;
import net.clusterlink.policy.Attributes;

/** Shows what a peer would meet at an export: the verdict, the attributes, then each policy. */
public final class ExportText {
  private ExportText() {}

  /** The text for a terminal. */
  public static String of(ExportExplanationView explanation, Marks marks) {
    var text = new Paragraphs(marks);
    text.verdict(
        explanation.verdict(),
        "peer "
            + explanation.peer()
            + " to export "
            + explanation.export()
            + ": "
            + explanation.decision().reason());
    text.emptyLine();
    text.line(0, "from");
    text.attributes(1, explanation.source());
    if (explanation.source().stream().noneMatch(each -> each.key().startsWith(Attributes.CLIENT))) {
      text.line(
          1,
          "no attribute of the client was given, so it is taken for unknown; where `clusterlink"
              + " explain --import` beside the client shows some, add them with --attribute");
    }
    if (!explanation.labelsKnown()) {
      text.line(
          1,
          "labels of "
              + explanation.peer()
              + " are not known yet: it has not been connected since this gateway started");
    }
    text.emptyLine();
    text.line(0, "to");
    text.attributes(1, explanation.destination());
    text.emptyLine();
    text.line(0, "policies");
    text.policies(1, explanation.decision());
    return text.toString();
  }
}
