package net.clusterlink.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import net.clusterlink.snapshot.Snapshot;
import net.clusterlink.snapshot.SnapshotUpdate;
import org.junit.jupiter.api.Test;

class ReadinessTest {
  private final CurrentSnapshot snapshot = new CurrentSnapshot(InstantSource.system());
  private final Readiness readiness = new Readiness(snapshot);

  @Test
  void isNotReadyBeforePortAndConfiguration() {
    assertThat(readiness.objections())
        .containsExactly(
            "starting: the port for peers is not open yet",
            "starting: no configuration is in force yet");
  }

  @Test
  void isNotReadyWithoutASnapshot() {
    readiness.started(List::of);
    assertThat(readiness.objections())
        .containsExactly("starting: no configuration is in force yet");
  }

  @Test
  void isReadyWithPortAndAnEmptyConfiguration() {
    takeSnapshot();
    readiness.started(List::of);
    assertThat(readiness.objections()).isEmpty();
  }

  @Test
  void isNotReadyWhileAPolicyCannotBeRead() {
    takeSnapshot();
    readiness.started(() -> List.of("east/policy.yaml:6: spec.action is not known"));
    assertThat(readiness.objections())
        .containsExactly("policy unreadable: east/policy.yaml:6: spec.action is not known");
  }

  @Test
  void isNotReadyOnceItDrains() {
    takeSnapshot();
    readiness.started(List::of);
    readiness.draining();
    assertThat(readiness.objections()).containsExactly("draining: no new sessions are taken");
  }

  private void takeSnapshot() {
    snapshot.accept(SnapshotUpdate.of(Snapshot.empty(), Set.of(), Set.of()));
  }
}
