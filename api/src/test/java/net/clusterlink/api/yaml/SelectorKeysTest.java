package net.clusterlink.api.yaml;

import static net.clusterlink.api.yaml.Reading.problems;
import static net.clusterlink.api.yaml.Reading.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorKeysTest {

  private static String policy(String from, String to) {
    return """
    apiVersion: clusterlink.net/v1alpha1
    kind: AccessPolicy
    metadata: {name: web}
    spec:
      action: deny
      from: [{workloadSelector: {matchExpressions: [{key: %s, operator: Exists}]}}]
      to: [{workloadSelector: {matchLabels: {%s: web}}}]
    """
        .formatted(from, to);
  }

  private static String from(String key) {
    return policy(key, "peer.clusterlink.net/name");
  }

  private static String to(String key) {
    return policy("peer.clusterlink.net/name", key);
  }

  @ParameterizedTest
  @CsvSource({
    "peer.clusterlink.net/nam, peer.clusterlink.net/name",
    "peers.clusterlink.net/name, peer.clusterlink.net/name",
    "peer.clusterlink.com/name, peer.clusterlink.net/name",
    "clusterlink.net/name, peer.clusterlink.net/name",
    "client.clusterlink.net/name, peer.clusterlink.net/name",
    "client.clusterlink.net/serviceAccount, client.clusterlink.net/service-account",
    "client.clusterlink.net/ns, client.clusterlink.net/labels.ns",
    "client.clusterlink.net/app, client.clusterlink.net/labels.app",
    "client.clusterlink.net/label.app, client.clusterlink.net/labels.app",
    "client.clusterlink.net/labels-app, client.clusterlink.net/labels.app",
    "clients.clusterlink.net/labels.app, client.clusterlink.net/labels.app",
    "peer.clusterlink.net/region, peer.clusterlink.net/labels.region",
  })
  void refusesAKeyThatWasMeantForAnAttributeOfTheSource(String key, String meant) {
    assertThat(problems(from(key)))
        .containsExactly(
            "east.yaml:6: spec.from[0].workloadSelector.matchExpressions[0]: \""
                + key
                + "\" is no attribute of a source; did you mean "
                + meant
                + "?");
  }

  @ParameterizedTest
  @CsvSource({
    "peer.clusterlink.net/nmae, peer.clusterlink.net/name",
    "export.clusterlink.net/nmae, export.clusterlink.net/name",
    "exports.clusterlink.net/name, export.clusterlink.net/name",
    "export.clusterlink.net/tier, export.clusterlink.net/labels.tier",
    "export.clusterlink.net/label.tier, export.clusterlink.net/labels.tier",
  })
  void refusesAKeyThatWasMeantForAnAttributeOfTheDestination(String key, String meant) {
    assertThat(problems(to(key)))
        .containsExactly(
            "east.yaml:7: spec.to[0].workloadSelector.matchLabels[\""
                + key
                + "\"]: \""
                + key
                + "\" is no attribute of a destination; did you mean "
                + meant
                + "?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"export.clusterlink.net/name", "export.clusterlink.net/labels.tier"})
  void refusesWhatOnlyADestinationHasInFrom(String key) {
    assertThat(problems(from(key)))
        .singleElement()
        .asString()
        .endsWith(
            "is no attribute of a source; use it in to: from selects clients and their peers");
  }

  @ParameterizedTest
  @ValueSource(strings = {"client.clusterlink.net/namespace", "client.clusterlink.net/labels.app"})
  void refusesWhatOnlyASourceHasInTo(String key) {
    assertThat(problems(to(key)))
        .singleElement()
        .asString()
        .endsWith(
            "is no attribute of a destination; use it in from: to selects exports and their peers");
  }

  @Test
  void saysWhichKeysThereAreWhenNoneIsNear() {
    assertThat(problems(from("workload.clusterlink.net/identity")))
        .singleElement()
        .asString()
        .endsWith(
            "is no attribute of a source; use a key of peer.clusterlink.net or"
                + " client.clusterlink.net");
  }

  @ParameterizedTest
  @ValueSource(strings = {"app", "tier", "app.kubernetes.io/name", "example.com/clusterlink.net"})
  void warnsOfKeysOfOthers(String key) {
    assertThat(warnings(from(key)))
        .singleElement()
        .asString()
        .contains("is no attribute of a source and counts as absent");
  }
}
