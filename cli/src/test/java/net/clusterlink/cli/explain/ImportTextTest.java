package net.clusterlink.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.clusterlink.admin.view.AttributeView;
import net.clusterlink.admin.view.ConsideredView;
import net.clusterlink.admin.view.DecisionView;
import net.clusterlink.admin.view.ExplainedClientView;
import net.clusterlink.admin.view.ExplainedSourceView;
import net.clusterlink.admin.view.ImportExplanationView;
import org.junit.jupiter.api.Test;

class ImportTextTest {
  private static final Marks MARKS = Marks.in(StandardCharsets.UTF_8);
  private static final AttributeView APP =
      new AttributeView("client.clusterlink.net/labels.app", "web", "Workload shop/web");
  private static final AttributeView PEER =
      new AttributeView("peer.clusterlink.net/name", "west", "certificate of this gateway");
  private static final AttributeView FAR_PEER =
      new AttributeView("peer.clusterlink.net/name", "east", "sources of Import shop/stock");

  private static ExplainedSourceView source(String verdict, Optional<DecisionView> decision) {
    return new ExplainedSourceView(
        "east",
        "shop/stock",
        verdict,
        decision.map(DecisionView::reason).orElse("there is no Peer east"),
        decision.map(_ -> true),
        decision.map(_ -> "192.0.2.1:4443 reachable"),
        true,
        List.of(FAR_PEER),
        decision);
  }

  private static DecisionView allowed() {
    return new DecisionView(
        "allow",
        "allowed by regular policy shop/web-to-stock",
        List.of(
            new ConsideredView(
                "privileged",
                "no-batch",
                "deny",
                false,
                false,
                "from[0]: client.clusterlink.net/labels.app is 'web', 'batch' is wanted"),
            new ConsideredView(
                "regular",
                "shop/web-to-stock",
                "allow",
                true,
                true,
                "from[0]: client.clusterlink.net/labels.app is 'web'; to[0]: selects everything")),
        0);
  }

  private static ImportExplanationView of(
      String verdict, Optional<String> listening, ExplainedClientView client) {
    return new ImportExplanationView(
        "shop/stock", "10.0.0.7", verdict, "west", listening, "static", List.of(client), 0);
  }

  private static ExplainedClientView known(ExplainedSourceView source) {
    return new ExplainedClientView(
        List.of("10.0.0.7"),
        source.verdict(),
        "known",
        List.of("shop/web"),
        Optional.of("10.0.0.0/8"),
        List.of(APP, PEER),
        List.of(source));
  }

  private static String text(ImportExplanationView view) {
    return ImportText.of(view, MARKS, "clusterlink check");
  }

  @Test
  void showsTheVerdictFirstThenTheClientThenEachSourceWithItsPolicies() {
    var view =
        of(
            "allowed",
            Optional.of("127.0.0.1:5000"),
            known(source("allowed", Optional.of(allowed()))));

    assertThat(text(view))
        .isEqualTo(
            """
            ALLOWED  10.0.0.7 to import shop/stock, by the gateway of west

            client 10.0.0.7
              Workload shop/web, by its address 10.0.0.0/8
                client.clusterlink.net/labels.app  web   Workload shop/web
                peer.clusterlink.net/name          west  certificate of this gateway

            source 1  peer east, export shop/stock: allowed, allowed by regular policy shop/web-to-stock
              gateways: 192.0.2.1:4443 reachable
                peer.clusterlink.net/name  east  sources of Import shop/stock
              ✗ privileged deny  no-batch           from[0]: client.clusterlink.net/labels.app is 'web', 'batch' is wanted
              ✓ regular    allow shop/web-to-stock  decides: from[0]: client.clusterlink.net/labels.app is 'web'; to[0]: selects everything

            The far side decides on its own, and tells nobody here why. Ask its gateway:
              east$ clusterlink explain --export shop/stock --peer west --attribute client.clusterlink.net/labels.app=web
            """);
  }

  @Test
  void namesNoFurtherQuestionWhenThisSideRefuses() {
    var view =
        of("refused", Optional.of("127.0.0.1:5000"), known(source("refused", Optional.empty())));

    assertThat(text(view))
        .startsWith("REFUSED  ")
        .contains("source 1  peer east, export shop/stock: refused, there is no Peer east\n")
        .doesNotContain("clusterlink explain", "not known yet");
  }

  @Test
  void saysThatNothingListens() {
    var view = of("allowed", Optional.empty(), known(source("allowed", Optional.of(allowed()))));

    assertThat(text(view))
        .startsWith(
            "ALLOWED, BUT NOT SERVED  10.0.0.7 to import shop/stock, by the gateway of west")
        .contains(
            """
              nothing listens for this import: its port may be taken
              → `clusterlink check` says what is wrong with the port
            """);
    assertThat(ImportText.isServed(view)).isFalse();
  }

  private static ExplainedSourceView unreached(ExplainedSourceView source) {
    return new ExplainedSourceView(
        source.peer(),
        source.export(),
        source.verdict(),
        source.reason(),
        Optional.of(false),
        Optional.of("192.0.2.1:4443 unreachable since 2026-01-01T00:00:00Z (Connection refused)"),
        source.labelsKnown(),
        source.attributes(),
        source.decision());
  }

  @Test
  void saysWhenNoPeerIsReachedThatItMayGoTo() {
    var allowed = source("allowed", Optional.of(allowed()));
    var view = of("allowed", Optional.of("x"), known(unreached(allowed)));

    assertThat(text(view))
        .startsWith("ALLOWED, BUT NOT SERVED  ")
        .contains(
            """
              no peer is reached that it may go to; below stands what is known of each
            """,
            """
              gateways: 192.0.2.1:4443 unreachable since 2026-01-01T00:00:00Z (Connection refused); tried after peers that are reachable
              → `clusterlink check` says where the way to east ends, and what to do
            """);
    assertThat(ImportText.isServed(view)).isFalse();
    assertThat(ImportText.isServed(of("allowed", Optional.of("x"), known(allowed)))).isTrue();
  }

  @Test
  void isServedAsLongAsOnePeerIsReachedThatItMayGoTo() {
    var allowed = source("allowed", Optional.of(allowed()));
    var refused = source("refused", Optional.of(allowed()));

    assertThat(served(unreached(allowed), allowed)).isTrue();
    assertThat(served(unreached(allowed), refused)).isFalse();
  }

  private static boolean served(ExplainedSourceView... sources) {
    ExplainedClientView client = known(sources[0]);
    return ImportText.isServed(
        of(
            "allowed",
            Optional.of("x"),
            new ExplainedClientView(
                client.addresses(),
                "allowed",
                client.identity(),
                client.workloads(),
                client.block(),
                client.attributes(),
                List.of(sources))));
  }

  @Test
  void saysWhyAClientIsUnknownAndWhatToDo() {
    var unknown =
        new ExplainedClientView(
            List.of("10.0.0.7"),
            "refused",
            "unknown",
            List.of(),
            Optional.empty(),
            List.of(PEER),
            List.of());
    var ambiguous =
        new ExplainedClientView(
            List.of("10.0.0.7"),
            "refused",
            "ambiguous",
            List.of("shop/batch", "shop/web"),
            Optional.of("10.0.0.7"),
            List.of(PEER),
            List.of());

    assertThat(text(of("refused", Optional.of("x"), unknown)))
        .contains("unknown: no Workload claims this address; add one");
    assertThat(text(of("refused", Optional.of("x"), ambiguous)))
        .contains("unknown: Workloads shop/batch and shop/web claim 10.0.0.7 alike; take it from");
  }

  @Test
  void marksPoliciesInAsciiWhereTheTerminalShowsNoMore() {
    var view = of("allowed", Optional.of("x"), known(source("allowed", Optional.of(allowed()))));

    assertThat(ImportText.of(view, Marks.in(StandardCharsets.US_ASCII), "clusterlink check"))
        .isASCII()
        .contains("\n  - privileged deny ", "\n  + regular ");
  }
}
