package net.clusterlink.cli.explain;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.clusterlink.admin.view.AttributeView;
import net.clusterlink.admin.view.ExplainedClientView;
import net.clusterlink.admin.view.ExplainedSourceView;
import net.clusterlink.admin.view.ImportExplanationView;
import net.clusterlink.policy.Attributes;

/** Shows what clients of an import would meet: the verdict, who they are, then each source. */
public final class ImportText {
  private final ImportExplanationView explanation;
  private final String check;
  private final Paragraphs text;

  private ImportText(ImportExplanationView explanation, Marks marks, String check) {
    this.explanation = explanation;
    this.check = check;
    this.text = new Paragraphs(marks);
  }

  /**
   * The text for a terminal.
   *
   * @param check the command that says what keeps the gateway from its peers
   */
  public static String of(ImportExplanationView explanation, Marks marks, String check) {
    return new ImportText(explanation, marks, check).write();
  }

  /** Whether clients would be served now, as far as it is known on this side. */
  public static boolean isServed(ImportExplanationView explanation) {
    return explanation.verdict().equals("allowed")
        && explanation.listening().isPresent()
        && explanation.clients().stream().noneMatch(ImportText::reachesNobody);
  }

  private static boolean reachesNobody(ExplainedClientView client) {
    return client.sources().stream().noneMatch(source -> mayPass(source) && !isUnreached(source));
  }

  private String write() {
    boolean inVain = explanation.verdict().equals("allowed") && !isServed(explanation);
    text.verdict(
        inVain ? "allowed, but not served" : explanation.verdict(),
        explanation.from()
            + " to import "
            + explanation.imported()
            + ", by the gateway of "
            + explanation.peer());
    if (explanation.listening().isEmpty()) {
      text.line(1, "nothing listens for this import: its port may be taken");
      text.remedy(1, "`" + check + "` says what is wrong with the port");
    }
    if (inVain && explanation.clients().stream().anyMatch(ImportText::reachesNobody)) {
      text.line(1, "no peer is reached that it may go to; below stands what is known of each");
    }
    explanation.clients().forEach(this::write);
    if (explanation.omitted() > 0) {
      text.emptyLine();
      text.line(
          0, explanation.omitted() + " more addresses were not looked at; ask from one of them");
    }
    return text.toString();
  }

  private void write(ExplainedClientView client) {
    text.emptyLine();
    text.line(0, "client " + String.join(", ", client.addresses()));
    text.line(1, identity(client));
    text.attributes(2, client.attributes());
    int turn = 1;
    for (ExplainedSourceView source : client.sources()) {
      text.emptyLine();
      write(source, turn++);
    }
    if (client.sources().stream().anyMatch(ImportText::mayPass)) {
      text.emptyLine();
      text.line(0, "The far side decides on its own, and tells nobody here why. Ask its gateway:");
      client.sources().stream()
          .filter(ImportText::mayPass)
          .map(source -> question(source, client.attributes()))
          .distinct()
          .forEach(line -> text.line(1, line));
    }
  }

  private static String identity(ExplainedClientView client) {
    String block = client.block().orElse("");
    return switch (client.identity()) {
      case "known" ->
          "Workload "
              + client.workloads().getFirst()
              + (client.addresses().size() == 1 ? ", by its address " + block : "");
      case "ambiguous" ->
          "unknown: Workloads "
              + String.join(" and ", client.workloads())
              + " claim "
              + block
              + " alike; take it from all but one";
      default -> "unknown: no Workload claims this address; add one, if policies are to know it";
    };
  }

  private void write(ExplainedSourceView source, int turn) {
    text.line(
        0,
        "source "
            + turn
            + "  peer "
            + source.peer()
            + ", export "
            + source.export()
            + ": "
            + source.verdict()
            + ", "
            + source.reason());
    source
        .reach()
        .ifPresent(reach ->
            text.line(
                1,
                "gateways: "
                    + reach
                    + (isUnreached(source) ? "; tried after peers that are reachable" : "")));
    if (isUnreached(source)) {
      text.remedy(
          1, "`" + check + "` says where the way to " + source.peer() + " ends, and what to do");
    }
    if (!source.labelsKnown() && source.decision().isPresent()) {
      text.line(1, "labels of " + source.peer() + " are not known yet: no tunnel to it was up");
    }
    text.attributes(2, source.attributes());
    source.decision().ifPresent(decision -> text.policies(1, decision));
  }

  private static boolean isUnreached(ExplainedSourceView source) {
    return source.reachable().equals(Optional.of(false));
  }

  private static boolean mayPass(ExplainedSourceView source) {
    return !source.verdict().equals("refused");
  }

  private String question(ExplainedSourceView source, List<AttributeView> attributes) {
    return source.peer()
        + "$ clusterlink explain --export "
        + source.export()
        + " --peer "
        + explanation.peer()
        + attributes.stream()
            .filter(attribute -> attribute.key().startsWith(Attributes.CLIENT))
            .map(attribute -> " --attribute " + attribute.key() + "=" + attribute.value())
            .collect(Collectors.joining());
  }
}
