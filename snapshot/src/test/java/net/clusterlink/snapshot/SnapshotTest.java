package net.clusterlink.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.clusterlink.api.ResourceName;
import net.clusterlink.policy.Attributes;
import net.clusterlink.policy.Decision;
import org.junit.jupiter.api.Test;

class SnapshotTest {

  @Test
  void knowsNothingAndDeniesEverythingWhenEmpty() {
    var snapshot = Snapshot.empty();
    var name = new ResourceName("default", "db");

    assertThat(snapshot.generation()).isZero();
    assertThat(snapshot.peer("east")).isEmpty();
    assertThat(snapshot.importNamed(name)).isEmpty();
    assertThat(snapshot.export(name)).isEmpty();
    assertThat(snapshot.workloads().attributesOf(Clients.address("127.0.0.1"))).isEmpty();
    assertThat(
            snapshot
                .policies()
                .decide(
                    Attributes.ofSource("east", Map.of(), Map.of()),
                    Attributes.ofDestination("west", Map.of(), name, Map.of()),
                    "default"))
        .isInstanceOf(Decision.Deny.class);
  }
}
