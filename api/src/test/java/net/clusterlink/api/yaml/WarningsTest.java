package net.clusterlink.api.yaml;

import static net.clusterlink.api.yaml.Reading.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WarningsTest {

  @Test
  void warnsWhereAnAllowPolicyReliesOnAnAbsentLabel() {
    assertThat(
            warnings(
                policy(
                    "allow",
                    "{key: client.clusterlink.net/labels.tier, operator: NotIn, values: [guest]},"
                        + " {key: client.clusterlink.net/labels.x, operator: DoesNotExist}")))
        .containsExactly(
            "east.yaml:6: spec.from[0].workloadSelector.matchExpressions[0]: NotIn also holds where"
                + " the label is absent, so this allows every source without it; add an expression"
                + " with operator Exists for client.clusterlink.net/labels.tier, unless that is"
                + " meant",
            "east.yaml:6: spec.from[0].workloadSelector.matchExpressions[1]: this allows every"
                + " source without the label, known or not; select by a label that must be present,"
                + " unless that is meant");
  }

  @Test
  void doesNotWarnWhereTheLabelMustBePresent() {
    assertThat(
            warnings(
                policy(
                    "allow",
                    "{key: client.clusterlink.net/labels.tier, operator: NotIn, values: [guest]},"
                        + " {key: client.clusterlink.net/labels.tier, operator: Exists}")))
        .isEmpty();
  }

  @Test
  void doesNotWarnWhereADenyPolicyReliesOnAnAbsentLabel() {
    assertThat(
            warnings(
                policy(
                    "deny",
                    "{key: client.clusterlink.net/labels.tier, operator: NotIn, values: [a]}")))
        .isEmpty();
  }

  @Test
  void warnsOfKeysThatNoSessionHas() {
    assertThat(
            warnings(
                """
                apiVersion: clusterlink.net/v1alpha1
                kind: AccessPolicy
                metadata: {name: web}
                spec:
                  action: deny
                  from: [{workloadSelector: {matchLabels: {app: web}}}]
                  to:
                  - workloadSelector:
                      matchExpressions:
                      - {key: app.kubernetes.io/name, operator: Exists}
                """))
        .containsExactly(
            "east.yaml:6: spec.from[0].workloadSelector.matchLabels.app: \"app\" is no attribute of"
                + " a source and counts as absent; use a key of peer.clusterlink.net or"
                + " client.clusterlink.net",
            "east.yaml:10: spec.to[0].workloadSelector.matchExpressions[0]:"
                + " \"app.kubernetes.io/name\" is no attribute of a destination and counts as"
                + " absent; use a key of peer.clusterlink.net or export.clusterlink.net");
  }

  private static String policy(String action, String expressions) {
    return """
    apiVersion: clusterlink.net/v1alpha1
    kind: AccessPolicy
    metadata: {name: web}
    spec:
      action: %s
      from: [{workloadSelector: {matchExpressions: [%s]}}]
      to: [{workloadSelector: {}}]
    """
        .formatted(action, expressions);
  }
}
