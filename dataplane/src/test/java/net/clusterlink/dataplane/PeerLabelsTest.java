package net.clusterlink.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.HashMap;
import java.util.List;
import java.util.Map;
import net.clusterlink.api.HostPort;
import net.clusterlink.api.Metadata;
import net.clusterlink.api.Peer;
import net.clusterlink.api.ResourceName;
import net.clusterlink.policy.PolicySet;
import net.clusterlink.snapshot.Snapshot;
import net.clusterlink.snapshot.Workloads;
import org.junit.jupiter.api.Test;

class PeerLabelsTest {
  private final PeerLabels labels = new PeerLabels(_ -> {});

  @Test
  void knowsNothingOfAPeerThatNeverReported() {
    assertThat(labels.known("east")).isFalse();
    assertThat(labels.of("east", Snapshot.empty())).isEmpty();
  }

  @Test
  void believesTheLastReport() {
    labels.report("east", Map.of("region", "eu", "zone", "a"));
    labels.report("east", Map.of("region", "us"));
    assertThat(labels.known("east")).isTrue();
    assertThat(labels.of("east", Snapshot.empty())).isEqualTo(Map.of("region", "us"));
    assertThat(labels.known("west")).isFalse();
  }

  @Test
  void knowsAPeerThatReportedNoLabels() {
    labels.report("east", Map.of());
    assertThat(labels.known("east")).isTrue();
    assertThat(labels.of("east", Snapshot.empty())).isEmpty();
  }

  @Test
  void letsThePeerObjectWinOverTheReport() {
    labels.report("east", Map.of("region", "claimed", "zone", "a"));
    Snapshot snapshot =
        snapshotWith(
            Map.of(
                "peer.clusterlink.net/labels.region", "eu",
                "peer.clusterlink.net/labels.trusted", "yes",
                "region", "of the object itself"));
    Map<String, String> expected = Map.of("region", "eu", "zone", "a", "trusted", "yes");
    assertThat(labels.of("east", snapshot)).isEqualTo(expected);
    assertThat(PeerLabels.of(Map.of("region", "claimed", "zone", "a"), "east", snapshot))
        .isEqualTo(expected);
  }

  @Test
  void takesLabelsFromThePeerObjectOfThatNameAlone() {
    labels.report("west", Map.of("region", "us"));
    assertThat(labels.of("west", snapshotWith(Map.of("peer.clusterlink.net/labels.region", "eu"))))
        .isEqualTo(Map.of("region", "us"));
  }

  private static Snapshot snapshotWith(Map<String, String> labelsOfEast) {
    var east =
        new Peer(
            new Metadata(new ResourceName("clusterlink-system", "east"), labelsOfEast),
            List.of(new HostPort("192.0.2.1", 4443)));
    return new Snapshot(
        1,
        HashMap.of("east", east),
        HashMap.empty(),
        HashMap.empty(),
        PolicySet.empty(),
        Workloads.empty());
  }
}
