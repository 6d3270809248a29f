package net.clusterlink.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import net.clusterlink.api.ResourceName;
import org.junit.jupiter.api.Test;

class AttributesTest {

  @Test
  void namesPeerAndClientOfASource() {
    var attributes =
        Attributes.ofSource(
            "east",
            Map.of("region", "eu"),
            Attributes.clientAttributes("shop", Map.of("app", "web"), Optional.of("robot")));

    assertThat(attributes.values())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "peer.clusterlink.net/name", "east",
                "peer.clusterlink.net/labels.region", "eu",
                "client.clusterlink.net/namespace", "shop",
                "client.clusterlink.net/service-account", "robot",
                "client.clusterlink.net/labels.app", "web"));
    assertThat(attributes.unknownClient()).isFalse();
  }

  @Test
  void namesPeerAndExportOfADestination() {
    var attributes =
        Attributes.ofDestination(
            "west",
            Map.of("region", "us"),
            new ResourceName("shop", "db"),
            Map.of("stage", "production"));

    assertThat(attributes.values())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "peer.clusterlink.net/name", "west",
                "peer.clusterlink.net/labels.region", "us",
                "export.clusterlink.net/name", "db",
                "export.clusterlink.net/namespace", "shop",
                "export.clusterlink.net/labels.stage", "production"));
    assertThat(attributes.unknownClient()).isFalse();
  }

  @Test
  void dropsWhatASourceClaimsBesidesItsClient() {
    var attributes =
        Attributes.ofSource(
            "east",
            Map.of(),
            Map.of(
                "peer.clusterlink.net/name", "west",
                "peer.clusterlink.net/labels.region", "us",
                "export.clusterlink.net/name", "db",
                "app", "web",
                "client.clusterlink.net/namespace", "shop"));

    assertThat(attributes.values())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "peer.clusterlink.net/name", "east", "client.clusterlink.net/namespace", "shop"));
  }

  @Test
  void knowsNoClientWhereNothingIsLeftOfTheClaims() {
    var attributes =
        Attributes.ofSource("east", Map.of("a", "b"), Map.of("peer.clusterlink.net/name", "west"));

    assertThat(attributes.unknownClient()).isTrue();
  }

  @Test
  void leavesOutAServiceAccountThatAClientDoesNotHave() {
    assertThat(Attributes.clientAttributes("shop", Map.of(), Optional.empty()))
        .isEqualTo(Map.of("client.clusterlink.net/namespace", "shop"));
  }

  @Test
  void cannotBeChanged() {
    var values = Attributes.ofSource("east", Map.of(), Map.of()).values();

    assertThatThrownBy(() -> values.put("peer.clusterlink.net/name", "west"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void printsItsValuesInOrder() {
    assertThat(Attributes.ofSource("east", Map.of("b", "1", "a", "2"), Map.of()))
        .hasToString(
            "{peer.clusterlink.net/labels.a=2, peer.clusterlink.net/labels.b=1,"
                + " peer.clusterlink.net/name=east}");
  }
}
