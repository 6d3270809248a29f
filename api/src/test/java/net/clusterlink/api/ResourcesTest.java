package net.clusterlink.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import net.clusterlink.api.Instance.Dataplane.DataplaneType;
import org.junit.jupiter.api.Test;

class ResourcesTest {
  private static final Metadata METADATA = new Metadata(new ResourceName("shop", "db"), Map.of());
  private static final List<ImportSource> SOURCES =
      List.of(new ImportSource("west", new ResourceName("shop", "db")));

  @Test
  void refusesPortsOutOfRange() {
    assertThatThrownBy(() -> new HostPort("a", 0)).hasMessage("port 0 is not within 1–65535");
    assertThatThrownBy(() -> new Export(METADATA, Optional.empty(), 65536))
        .hasMessage("port 65536 is not within 1–65535");
    assertThatThrownBy(() ->
            new Import(METADATA, 80, OptionalInt.of(-1), SOURCES, LoadBalancingScheme.ROUND_ROBIN))
        .hasMessage("port -1 is not within 1–65535");
  }

  @Test
  void refusesResourcesThatCouldNeverServe() {
    assertThatThrownBy(() -> new Peer(METADATA, List.of())).hasMessage("a peer needs a gateway");
    assertThatThrownBy(() ->
            new Import(METADATA, 80, OptionalInt.empty(), List.of(), LoadBalancingScheme.STATIC))
        .hasMessage("an import needs a source");
    assertThatThrownBy(() -> new Workload(METADATA, List.of(), Optional.empty(), Optional.empty()))
        .hasMessage("a workload needs an address");
    assertThatThrownBy(() -> new AccessRule(AccessRule.Action.DENY, List.of(), List.of()))
        .hasMessage("from and to each need at least one selector");
  }

  @Test
  void boundsTheReplicasOfAnInstance() {
    assertThatThrownBy(() -> new Instance.Dataplane(DataplaneType.JAVA, 11))
        .hasMessage("11 replicas are not within 1–10");
    assertThatThrownBy(() -> new Instance.Controlplane(0))
        .hasMessage("0 replicas are not within 1–10");
  }

  @Test
  void listensAtTheTargetPortWhereThereIsOne() {
    assertThat(importAt(OptionalInt.empty()).listenPort()).isEqualTo(80);
    assertThat(importAt(OptionalInt.of(8080)).listenPort()).isEqualTo(8080);
  }

  @Test
  void printsNamesAndGatewaysAsPeopleWriteThem() {
    assertThat(METADATA.name()).hasToString("shop/db");
    assertThat(ResourceName.clusterScoped("all")).hasToString("all");
    assertThat(new HostPort("2001:db8::1", 443)).hasToString("[2001:db8::1]:443");
    assertThat(new HostPort("west.example", 443)).hasToString("west.example:443");
  }

  @Test
  void knowsWhichAttributesEachSideHas() {
    assertThat(AttributeKey.Side.SOURCE.has("client.clusterlink.net/labels.app")).isTrue();
    assertThat(AttributeKey.Side.SOURCE.has("export.clusterlink.net/name")).isFalse();
    assertThat(AttributeKey.Side.DESTINATION.has("export.clusterlink.net/namespace")).isTrue();
    assertThat(AttributeKey.Side.DESTINATION.has("client.clusterlink.net/namespace")).isFalse();
    assertThat(AttributeKey.Side.values())
        .allMatch(side -> side.has("peer.clusterlink.net/labels.tier"))
        .noneMatch(side -> side.has("app"));
  }

  private static Import importAt(OptionalInt targetPort) {
    return new Import(METADATA, 80, targetPort, SOURCES, LoadBalancingScheme.RANDOM);
  }
}
