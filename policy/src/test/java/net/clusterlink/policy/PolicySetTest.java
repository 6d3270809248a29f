package net.clusterlink.policy;

import static net.clusterlink.policy.Selectors.ANY;
import static net.clusterlink.policy.Selectors.allow;
import static net.clusterlink.policy.Selectors.deny;
import static net.clusterlink.policy.Selectors.expression;
import static net.clusterlink.policy.Selectors.label;
import static net.clusterlink.policy.Tier.PRIVILEGED;
import static net.clusterlink.policy.Tier.REGULAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.clusterlink.api.AccessRule;
import net.clusterlink.api.LabelRequirement.Operator;
import net.clusterlink.api.ResourceName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicySetTest {
  private static final String APP = Attributes.CLIENT_LABELS + "app";
  private static final Attributes WEB =
      Attributes.ofSource(
          "east",
          Map.of("region", "eu"),
          Attributes.clientAttributes("shop", Map.of("app", "web"), Optional.of("robot")));
  private static final Attributes UNKNOWN = Attributes.ofSource("east", Map.of(), Map.of());
  private static final Attributes DATABASE =
      Attributes.ofDestination(
          "west",
          Map.of("region", "us"),
          new ResourceName("shop", "db"),
          Map.of("stage", "production"));
  private static final ResourceName ADMIN = ResourceName.clusterScoped("admin");
  private static final ResourceName SHOP = new ResourceName("shop", "policy");

  private static Decision decide(PolicySet set) {
    return set.decide(WEB, DATABASE, "shop");
  }

  private static PolicySet regular(AccessRule rule) {
    return PolicySet.empty().with(REGULAR, SHOP, rule);
  }

  private static boolean allows(AccessRule rule) {
    return decide(regular(rule)) instanceof Decision.Allow;
  }

  @Test
  void deniesWithoutAPolicy() {
    assertThat(decide(PolicySet.empty())).isEqualTo(new Decision.NoPolicyMatched());
  }

  @Test
  void deniesWhenNoPolicyMatches() {
    assertThat(decide(regular(allow(label(APP, "other"), ANY))))
        .isEqualTo(new Decision.NoPolicyMatched());
  }

  @Test
  void allowsWhatAnAllowPolicyMatches() {
    assertThat(decide(regular(allow(label(APP, "web"), ANY))))
        .isEqualTo(new Decision.Allow(REGULAR, SHOP));
  }

  @Test
  void deniesBeforeAllowingWithinATier() {
    var denial = new ResourceName("shop", "zz-deny");

    assertThat(decide(regular(allow(ANY, ANY)).with(REGULAR, denial, deny(ANY, ANY))))
        .isEqualTo(new Decision.DeniedByPolicy(REGULAR, denial));
  }

  @Test
  void allowsByPrivilegedPolicyWhateverARegularOneDenies() {
    assertThat(decide(regular(deny(ANY, ANY)).with(PRIVILEGED, ADMIN, allow(ANY, ANY))))
        .isEqualTo(new Decision.Allow(PRIVILEGED, ADMIN));
  }

  @Test
  void deniesByPrivilegedPolicyWhateverOthersAllow() {
    var set =
        regular(allow(ANY, ANY))
            .with(PRIVILEGED, ResourceName.clusterScoped("a"), allow(ANY, ANY))
            .with(PRIVILEGED, ADMIN, deny(ANY, ANY));

    assertThat(decide(set)).isEqualTo(new Decision.DeniedByPolicy(PRIVILEGED, ADMIN));
  }

  @Test
  void leavesTheDecisionToTheRegularTierWhenNoPrivilegedPolicyMatches() {
    var set = regular(allow(ANY, ANY)).with(PRIVILEGED, ADMIN, deny(label(APP, "other"), ANY));

    assertThat(decide(set)).isEqualTo(new Decision.Allow(REGULAR, SHOP));
  }

  @Test
  void appliesRegularPoliciesToTheirOwnNamespaceAlone() {
    var set = PolicySet.empty().with(REGULAR, new ResourceName("other", "p"), allow(ANY, ANY));

    assertThat(set.decide(WEB, DATABASE, "shop")).isEqualTo(new Decision.NoPolicyMatched());
    assertThat(set.decide(WEB, DATABASE, "other")).isInstanceOf(Decision.Allow.class);
  }

  @Test
  void refusesARegularPolicyWithoutANamespace() {
    assertThatThrownBy(() -> PolicySet.empty().with(REGULAR, ADMIN, deny(ANY, ANY)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("regular policy admin needs a namespace");
  }

  @Test
  void namesTheSmallestOfTheMatchingPolicies() {
    var set = PolicySet.empty();
    for (String name : List.of("m", "c", "x", "d")) {
      // Filed apart: under a source's term, under a destination's, and under none.
      set =
          set.with(REGULAR, new ResourceName("shop", name + 1), allow(label(APP, "web"), ANY))
              .with(
                  REGULAR,
                  new ResourceName("shop", name + 2),
                  allow(ANY, label(Attributes.EXPORT_NAME, "db")))
              .with(REGULAR, new ResourceName("shop", name + 0), allow(ANY, ANY));
    }

    assertThat(decide(set)).isEqualTo(new Decision.Allow(REGULAR, new ResourceName("shop", "c0")));
  }

  @Test
  void matchesWhenAnyAlternativeDoes() {
    assertThat(
            allows(
                new AccessRule(
                    AccessRule.Action.ALLOW,
                    List.of(label(APP, "other"), label(APP, "web")),
                    List.of(label(Attributes.EXPORT_NAME, "x"), ANY))))
        .isTrue();
  }

  @Test
  void needsBothSidesToMatch() {
    assertThat(allows(allow(ANY, label(Attributes.EXPORT_NAME, "other")))).isFalse();
    assertThat(allows(allow(label(APP, "other"), label(Attributes.EXPORT_NAME, "db")))).isFalse();
  }

  @Test
  void evaluatesEveryOperator() {
    assertThat(allows(allow(expression(APP, Operator.IN, "app", "web"), ANY))).isTrue();
    assertThat(allows(allow(expression(APP, Operator.IN, "app"), ANY))).isFalse();
    assertThat(allows(allow(expression(APP, Operator.NOT_IN, "app"), ANY))).isTrue();
    assertThat(allows(allow(expression(APP, Operator.NOT_IN, "app", "web"), ANY))).isFalse();
    assertThat(allows(allow(expression(APP, Operator.EXISTS), ANY))).isTrue();
    assertThat(allows(allow(expression(APP + "x", Operator.EXISTS), ANY))).isFalse();
    assertThat(allows(allow(expression(APP, Operator.DOES_NOT_EXIST), ANY))).isFalse();
    assertThat(allows(allow(expression(APP + "x", Operator.DOES_NOT_EXIST), ANY))).isTrue();
  }

  @Test
  void holdsNotInWhereTheKeyIsAbsent() {
    assertThat(allows(allow(expression(APP + "x", Operator.NOT_IN, "web"), ANY))).isTrue();
  }

  @Test
  void selectsOnPeersOfBothSides() {
    assertThat(
            allows(
                allow(
                    label(Attributes.PEER_LABELS + "region", "eu"),
                    label(Attributes.PEER_NAME, "west"))))
        .isTrue();
    assertThat(
            allows(
                allow(
                    label(Attributes.PEER_LABELS + "region", "us"),
                    label(Attributes.PEER_NAME, "west"))))
        .isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void refusesAnUnknownClientWhateverTheOperatorOnClientsIs(Operator operator) {
    String[] values =
        operator == Operator.IN || operator == Operator.NOT_IN ? new String[] {"x"} : new String[0];
    var selector = expression(Attributes.CLIENT_LABELS + "absent", operator, values);

    assertThat(regular(allow(selector, ANY)).decide(UNKNOWN, DATABASE, "shop"))
        .isEqualTo(new Decision.UnknownClient(REGULAR, SHOP));
  }

  @Test
  void refusesAnUnknownClientWhateverThePolicysActionAndDestinationAre() {
    var other = label(Attributes.EXPORT_NAME, "other");

    assertThat(
            regular(deny(label(APP, "web"), other))
                .with(PRIVILEGED, ADMIN, allow(ANY, ANY))
                .decide(UNKNOWN, DATABASE, "shop"))
        .isEqualTo(new Decision.UnknownClient(REGULAR, SHOP));
  }

  @Test
  void refusesAnUnknownClientWhenOneAlternativeOfManySelectsOnClients() {
    var rule =
        new AccessRule(
            AccessRule.Action.ALLOW, List.of(ANY, expression(APP, Operator.EXISTS)), List.of(ANY));

    assertThat(regular(rule).decide(UNKNOWN, DATABASE, "shop"))
        .isEqualTo(new Decision.UnknownClient(REGULAR, SHOP));
  }

  @Test
  void namesThePrivilegedThenTheSmallestPolicyToAnUnknownClient() {
    var rule = allow(label(APP, "web"), ANY);
    var set =
        regular(rule)
            .with(REGULAR, new ResourceName("shop", "a"), rule)
            .with(PRIVILEGED, ADMIN, rule)
            .with(PRIVILEGED, ResourceName.clusterScoped("z"), rule);

    assertThat(set.decide(UNKNOWN, DATABASE, "shop"))
        .isEqualTo(new Decision.UnknownClient(PRIVILEGED, ADMIN));
    assertThat(
            set.without(PRIVILEGED, ADMIN)
                .without(PRIVILEGED, ResourceName.clusterScoped("z"))
                .decide(UNKNOWN, DATABASE, "shop"))
        .isEqualTo(new Decision.UnknownClient(REGULAR, new ResourceName("shop", "a")));
  }

  @Test
  void decidesForAnUnknownClientWhenOnlyPoliciesElsewhereSelectOnClients() {
    var set =
        regular(allow(label(Attributes.PEER_NAME, "east"), ANY))
            .with(REGULAR, new ResourceName("other", "p"), allow(label(APP, "web"), ANY));

    assertThat(set.decide(UNKNOWN, DATABASE, "shop")).isEqualTo(new Decision.Allow(REGULAR, SHOP));
  }

  @Test
  void replacesAPolicyOfTheSameName() {
    var set = regular(deny(ANY, ANY)).with(REGULAR, SHOP, allow(label(APP, "web"), ANY));

    assertThat(decide(set)).isEqualTo(new Decision.Allow(REGULAR, SHOP));
    assertThat(decide(set.without(REGULAR, SHOP))).isEqualTo(new Decision.NoPolicyMatched());
  }

  @Test
  void leavesTheSetItWasMadeFromAsItWas() {
    var before = regular(allow(ANY, ANY));
    var after = before.without(REGULAR, SHOP).with(PRIVILEGED, ADMIN, deny(ANY, ANY));

    assertThat(decide(before)).isEqualTo(new Decision.Allow(REGULAR, SHOP));
    assertThat(decide(after)).isEqualTo(new Decision.DeniedByPolicy(PRIVILEGED, ADMIN));
  }

  @Test
  void takesAwayAPolicyThatIsNotThereWithoutEffect() {
    assertThat(
            decide(
                regular(allow(ANY, ANY))
                    .without(PRIVILEGED, ADMIN)
                    .without(REGULAR, new ResourceName("shop", "none"))
                    .without(REGULAR, new ResourceName("nowhere", "none"))))
        .isEqualTo(new Decision.Allow(REGULAR, SHOP));
  }

  @Test
  void refusesTheNamespaceOfAnUnreadableDocument() {
    var set =
        regular(allow(ANY, ANY))
            .with(PRIVILEGED, ADMIN, allow(ANY, ANY))
            .withUnreadable("a.yaml:1", Optional.of("shop"), "a.yaml:1: no such field");

    assertThat(decide(set)).isEqualTo(new Decision.PolicyUnreadable("a.yaml:1: no such field"));
    assertThat(set.decide(WEB, DATABASE, "other")).isInstanceOf(Decision.Allow.class);
  }

  @Test
  void refusesEverythingWhenTheNamespaceOfAnUnreadableDocumentIsUnknown() {
    var set =
        regular(allow(ANY, ANY))
            .withUnreadable("b.yaml:1", Optional.of("shop"), "the namespace's")
            .withUnreadable("z.yaml:1", Optional.empty(), "first of all")
            .withUnreadable("zz.yaml:1", Optional.empty(), "second");

    assertThat(decide(set)).isEqualTo(new Decision.PolicyUnreadable("first of all"));
    assertThat(set.decide(WEB, DATABASE, "other"))
        .isEqualTo(new Decision.PolicyUnreadable("first of all"));
  }

  @Test
  void decidesAgainOnceADocumentIsMended() {
    var set =
        regular(allow(ANY, ANY))
            .withUnreadable("a.yaml:1", Optional.empty(), "broken")
            .withUnreadable("a.yaml:1", Optional.of("other"), "broken otherwise")
            .withUnreadable("b.yaml:1", Optional.of("shop"), "broken too");

    assertThat(decide(set)).isEqualTo(new Decision.PolicyUnreadable("broken too"));
    var mended = set.withoutUnreadable("b.yaml:1").withoutUnreadable("never-broken.yaml:1");
    assertThat(decide(mended)).isEqualTo(new Decision.Allow(REGULAR, SHOP));
    assertThat(mended.decide(WEB, DATABASE, "other"))
        .isEqualTo(new Decision.PolicyUnreadable("broken otherwise"));
  }

  @Test
  void refusesAnUnknownClientForTheUnreadableDocumentFirst() {
    var set =
        regular(allow(label(APP, "web"), ANY)).withUnreadable("a", Optional.of("shop"), "broken");

    assertThat(set.decide(UNKNOWN, DATABASE, "shop"))
        .isEqualTo(new Decision.PolicyUnreadable("broken"));
  }

  @Test
  void tellsWhetherPoliciesInScopeSelectOnLabelsOfTheDestinationsPeer() {
    var region = Attributes.PEER_LABELS + "region";
    var elsewhere =
        regular(allow(label(region, "eu"), label(Attributes.PEER_NAME, "west")))
            .with(REGULAR, new ResourceName("other", "p"), allow(ANY, label(region, "us")));

    assertThat(elsewhere.selectsDestinationPeerLabels("shop")).isFalse();
    assertThat(elsewhere.selectsDestinationPeerLabels("other")).isTrue();

    var everywhere =
        elsewhere.with(PRIVILEGED, ADMIN, deny(ANY, expression(region, Operator.DOES_NOT_EXIST)));
    assertThat(everywhere.selectsDestinationPeerLabels("shop")).isTrue();
    assertThat(everywhere.without(PRIVILEGED, ADMIN).selectsDestinationPeerLabels("shop"))
        .isFalse();
  }

  @Test
  void explainsEveryDecisionInOneLine() {
    assertThat(new Decision.Allow(REGULAR, SHOP).reason())
        .isEqualTo("allowed by regular policy shop/policy");
    assertThat(new Decision.DeniedByPolicy(PRIVILEGED, ADMIN).reason())
        .isEqualTo("denied by privileged policy admin");
    assertThat(new Decision.UnknownClient(REGULAR, SHOP).reason())
        .isEqualTo("client unknown, and regular policy shop/policy selects on clients");
    assertThat(new Decision.NoPolicyMatched().reason()).isEqualTo("no policy matched");
    assertThat(new Decision.PolicyUnreadable("a.yaml:1: broken").reason())
        .isEqualTo("a policy could not be read: a.yaml:1: broken");
  }
}
