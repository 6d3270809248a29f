package net.clusterlink.policy;

import static net.clusterlink.policy.Selectors.ANY;
import static net.clusterlink.policy.Selectors.allow;
import static net.clusterlink.policy.Selectors.deny;
import static net.clusterlink.policy.Selectors.expression;
import static net.clusterlink.policy.Selectors.label;
import static net.clusterlink.policy.Tier.PRIVILEGED;
import static net.clusterlink.policy.Tier.REGULAR;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import net.clusterlink.api.AccessRule;
import net.clusterlink.api.AccessRule.Action;
import net.clusterlink.api.LabelRequirement.Operator;
import net.clusterlink.api.LabelSelector;
import net.clusterlink.api.ResourceName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PolicyExplanationTest {
  private static final String APP = Attributes.CLIENT_LABELS + "app";
  private static final Attributes WEB =
      Attributes.ofSource(
          "east",
          Map.of(),
          Attributes.clientAttributes("shop", Map.of("app", "web"), Optional.empty()));
  private static final Attributes UNKNOWN = Attributes.ofSource("east", Map.of(), Map.of());
  private static final Attributes STOCK =
      Attributes.ofDestination("west", Map.of(), new ResourceName("shop", "stock"), Map.of());
  private static final ResourceName POLICY = new ResourceName("shop", "policy");

  private static PolicyExplanation explain(PolicySet set) {
    return set.explain(WEB, STOCK, "shop");
  }

  private static String why(AccessRule rule) {
    return explain(PolicySet.empty().with(REGULAR, POLICY, rule)).policies().getFirst().why();
  }

  private static String why(LabelSelector from) {
    return why(allow(from, ANY));
  }

  @Test
  void namesTheEntriesThatMatchAndTheAttributesTheyMet() {
    var rule =
        new AccessRule(
            Action.ALLOW,
            List.of(label(APP, "batch"), label(APP, "web")),
            List.of(label(Attributes.EXPORT_NAME, "stock")));

    assertThat(why(rule))
        .isEqualTo(
            "from[1]: client.clusterlink.net/labels.app is 'web';"
                + " to[0]: export.clusterlink.net/name is 'stock'");
  }

  @Test
  void saysWhichRequirementDoesNotHoldAndWhatIsWanted() {
    assertThat(why(label(APP, "batch")))
        .isEqualTo("from[0]: client.clusterlink.net/labels.app is 'web', 'batch' is wanted");
    assertThat(why(expression(APP, Operator.IN, "b", "a")))
        .isEqualTo("from[0]: client.clusterlink.net/labels.app is 'web', 'a' or 'b' is wanted");
    assertThat(why(expression(APP, Operator.NOT_IN, "web")))
        .isEqualTo(
            "from[0]: client.clusterlink.net/labels.app is 'web', none or another than 'web' is"
                + " wanted");
    assertThat(why(expression(APP, Operator.DOES_NOT_EXIST)))
        .isEqualTo("from[0]: client.clusterlink.net/labels.app is 'web', none is wanted");
    assertThat(why(expression("app", Operator.EXISTS)))
        .isEqualTo("from[0]: app is absent, any is wanted");
  }

  @Test
  void saysOfEachSideThatDoesNotMatchWhyNot() {
    assertThat(why(allow(label(APP, "a"), label(Attributes.EXPORT_NAME, "b"))))
        .isEqualTo(
            "from[0]: client.clusterlink.net/labels.app is 'web', 'a' is wanted;"
                + " to[0]: export.clusterlink.net/name is 'stock', 'b' is wanted");
    assertThat(why(allow(ANY, label(Attributes.EXPORT_NAME, "b"))))
        .isEqualTo("to[0]: export.clusterlink.net/name is 'stock', 'b' is wanted");
  }

  @Test
  void listsPoliciesInTheOrderInWhichTheyAreAsked() {
    var set = PolicySet.empty();
    for (String name : List.of("b", "a")) {
      for (AccessRule rule : List.of(allow(ANY, ANY), deny(ANY, ANY))) {
        String full = rule.action().title() + "-" + name;
        set =
            set.with(PRIVILEGED, ResourceName.clusterScoped(full), rule)
                .with(REGULAR, new ResourceName("shop", full), rule)
                .with(REGULAR, new ResourceName("other", full), rule);
      }
    }

    assertThat(explain(set).policies())
        .extracting(considered -> considered.policy().toString())
        .containsExactly(
            "deny-a",
            "deny-b",
            "allow-a",
            "allow-b",
            "shop/deny-a",
            "shop/deny-b",
            "shop/allow-a",
            "shop/allow-b");
  }

  @Test
  void tellsWhichPolicyTurnsAnUnknownClientAway() {
    var open = new ResourceName("shop", "a-open");
    var explanation =
        PolicySet.empty()
            .with(REGULAR, open, allow(ANY, ANY))
            .with(REGULAR, POLICY, allow(label(APP, "web"), ANY))
            .explain(UNKNOWN, STOCK, "shop");

    assertThat(explanation.decision()).isEqualTo(new Decision.UnknownClient(REGULAR, POLICY));
    assertThat(explanation.deciding().orElseThrow().why())
        .startsWith("selects on clients, which refuses every unknown one; from[0]: ");
    assertThat(explanation.policies()).extracting(Considered::matched).containsExactly(true, false);
  }

  @Test
  void restsOnNoPolicyWhereADocumentCouldNotBeRead() {
    var explanation =
        explain(
            PolicySet.empty()
                .with(REGULAR, POLICY, allow(ANY, ANY))
                .withUnreadable("p.yaml:1", Optional.of("shop"), "p.yaml:1: tabs"));

    assertThat(explanation.decision()).isEqualTo(new Decision.PolicyUnreadable("p.yaml:1: tabs"));
    assertThat(explanation.deciding()).isEmpty();
    assertThat(explanation.policies()).singleElement().matches(Considered::matched);
  }

  @Test
  void listsNoMoreThanSoManyButTheOneThatDecidedAmongThem() {
    var set = PolicySet.empty();
    for (int i = 0; i < PolicyExplanation.MOST + 500; i++) {
      var name = new ResourceName("shop", "p%04d".formatted(i));
      set = set.with(REGULAR, name, allow(label(APP, "none"), ANY));
    }
    var deciding = new ResourceName("shop", "zz");
    var explanation = explain(set.with(REGULAR, deciding, allow(ANY, ANY)));

    assertThat(explanation.policies()).hasSize(PolicyExplanation.MOST + 1);
    assertThat(explanation.omitted()).isEqualTo(500);
    assertThat(explanation.policies().getFirst().policy().name()).isEqualTo("p0000");
    assertThat(explanation.policies().getLast().policy()).isEqualTo(deciding);
  }

  @Test
  void boundsWhatItSaysOfOnePolicy() {
    var values = IntStream.range(0, 1_000).mapToObj(i -> "value-" + i).toArray(String[]::new);
    var rule =
        new AccessRule(
            Action.ALLOW,
            Collections.nCopies(1_000, expression(APP, Operator.IN, values)),
            List.of(ANY));

    assertThat(why(rule)).hasSizeLessThan(1_000).endsWith("; 996 more");
  }

  @Test
  void letsNoAttributeForgeALine() {
    var forged =
        Attributes.ofSource("east", Map.of(), Map.of(APP, "web\n\u001b[1mallowed by policy x"));
    var explanation =
        PolicySet.empty()
            .with(REGULAR, POLICY, allow(label(APP, "web"), ANY))
            .explain(forged, STOCK, "shop");

    assertThat(explanation.policies().getFirst().why()).doesNotContain("\n", "\u001b");
  }
}
