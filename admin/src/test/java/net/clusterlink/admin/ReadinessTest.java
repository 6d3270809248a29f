package net.clusterlink.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import net.clusterlink.fabric.PeerCredentials;
import net.clusterlink.snapshot.Snapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadinessTest {
  @TempDir Path folder;
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

  @Test
  void isNotReadyOnceItsCertificateHasExpired() {
    takeSnapshot();
    readiness.started(List::of);
    var now = new AtomicReference<>(Instant.now());
    PeerCredentials east = Certificates.east(folder, now.get());
    readiness.watchCertificates(Certificates.current(east, now::get));
    assertThat(readiness.objections()).isEmpty();
    now.set(east.expiry().plusSeconds(1));
    assertThat(readiness.objections())
        .containsExactly(
            "certificate expired at "
                + east.expiry()
                + ": peers refuse this gateway; issue another with `clusterlink create peer-cert"
                + " --name east --renew` and copy it here");
  }

  @Test
  void isReadyWhenChangedCertificatesAreRefusedSinceThoseBeforeStayInForce() {
    takeSnapshot();
    readiness.started(List::of);
    CurrentCertificates certificates =
        Certificates.current(Certificates.east(folder, Instant.now()), InstantSource.system());
    readiness.watchCertificates(certificates);
    certificates.refused("key.pem does not belong to cert.pem");
    assertThat(readiness.objections()).isEmpty();
  }

  private void takeSnapshot() {
    snapshot.accept(Snapshots.update(Snapshot.empty()));
  }
}
