package net.clusterlink.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import net.clusterlink.api.Condition.Status;
import org.junit.jupiter.api.Test;

class ConditionTest {
  private static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");
  private static final Instant TEN = Instant.parse("2026-03-01T10:00:00Z");

  @Test
  void keepsTheTimeOfTransitionWhileTheStatusIsTheSame() {
    var earlier = new Condition("PeerReachable", Status.TRUE, "Heartbeat", "18 ms", NINE);

    assertThat(
            new Condition("PeerReachable", Status.TRUE, "Heartbeat", "20 ms", TEN).after(earlier))
        .isEqualTo(new Condition("PeerReachable", Status.TRUE, "Heartbeat", "20 ms", NINE));
  }

  @Test
  void takesTheNewTimeWhenTheStatusChanges() {
    var earlier = new Condition("PeerReachable", Status.TRUE, "Heartbeat", "", NINE);
    var later = new Condition("PeerReachable", Status.FALSE, "Heartbeat", "5 missed", TEN);

    assertThat(later.after(earlier)).isEqualTo(later);
  }

  @Test
  void followsOnItsOwnTypeAlone() {
    var valid = new Condition("ExportValid", Status.TRUE, "Verified", "", NINE);
    var reachable = new Condition("PeerReachable", Status.TRUE, "Heartbeat", "", TEN);

    assertThatThrownBy(() -> reachable.after(valid)).hasMessageContaining("ExportValid");
  }

  @Test
  void writesItsStatusAsKubernetesDoes() {
    assertThat(Status.values())
        .extracting(Status::toString)
        .containsExactly("True", "False", "Unknown");
  }

  @Test
  void needsATypeAndAReason() {
    assertThatThrownBy(() -> new Condition("", Status.UNKNOWN, "Heartbeat", "", NINE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Condition("PeerReachable", Status.UNKNOWN, "", "", NINE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
