package net.clusterlink.controlplane.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.HashMap;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import net.clusterlink.api.Condition;
import net.clusterlink.api.Export;
import net.clusterlink.api.HostPort;
import net.clusterlink.api.Import;
import net.clusterlink.api.ImportSource;
import net.clusterlink.api.Kind;
import net.clusterlink.api.LoadBalancingScheme;
import net.clusterlink.api.Metadata;
import net.clusterlink.api.Peer;
import net.clusterlink.api.ResourceName;
import net.clusterlink.dataplane.GatewayHealth;
import net.clusterlink.dataplane.PeerHealth;
import net.clusterlink.policy.PolicySet;
import net.clusterlink.snapshot.Snapshot;
import net.clusterlink.snapshot.SnapshotUpdate;
import net.clusterlink.snapshot.Workloads;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResourceStatusTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final ResourceName EAST = new ResourceName("clusterlink-system", "east");
  private static final ResourceName STOCK = new ResourceName("shop", "stock");
  private static final HostPort GATEWAY = new HostPort("10.0.0.1", 4443);
  private static final InetSocketAddress ADDRESS =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 8080);

  private final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);
  private final ResourceStatus status = new ResourceStatus(now::get);

  @BeforeEach
  void takeTheSnapshot() {
    status.accept(
        update(
            new Snapshot(
                1,
                HashMap.of("east", new Peer(named(EAST), List.of(GATEWAY))),
                HashMap.of(
                    STOCK,
                    new Import(
                        named(STOCK),
                        8080,
                        OptionalInt.empty(),
                        List.of(new ImportSource("east", STOCK)),
                        LoadBalancingScheme.ROUND_ROBIN)),
                HashMap.of(STOCK, new Export(named(STOCK), Optional.of("10.0.0.7"), 80)),
                PolicySet.empty(),
                Workloads.empty())));
  }

  @Test
  void knowsNothingOfAPeerBeforeAHeartbeat() {
    assertThat(one(Kind.PEER, EAST))
        .isEqualTo(
            new Condition(
                "PeerReachable",
                Condition.Status.UNKNOWN,
                "Heartbeat",
                "no heartbeat has been answered or missed yet",
                BEGIN));
  }

  @Test
  void followsTheHeartbeatsOfAPeer() {
    later(1);
    status.peerHealthChanged(health(GatewayHealth.State.REACHABLE, Optional.empty()));
    assertThat(one(Kind.PEER, EAST))
        .isEqualTo(
            new Condition(
                "PeerReachable",
                Condition.Status.TRUE,
                "Heartbeat",
                "1 of 1 gateways reachable",
                BEGIN.plusSeconds(1)));
    later(2);
    status.peerHealthChanged(
        health(GatewayHealth.State.UNREACHABLE, Optional.of("connection refused")));
    assertThat(one(Kind.PEER, EAST))
        .isEqualTo(
            new Condition(
                "PeerReachable",
                Condition.Status.FALSE,
                "Heartbeat",
                "0 of 1 gateways reachable; 10.0.0.1:4443: connection refused",
                BEGIN.plusSeconds(2)));
  }

  @Test
  void keepsTheTimeOfTransitionWhileOnlyTheMessageChanges() {
    later(1);
    status.peerHealthChanged(health(GatewayHealth.State.REACHABLE, Optional.empty()));
    later(2);
    status.peerHealthChanged(health(GatewayHealth.State.SUSPECT, Optional.of("timed out")));
    assertThat(one(Kind.PEER, EAST).lastTransition()).isEqualTo(BEGIN.plusSeconds(1));
    assertThat(one(Kind.PEER, EAST).message())
        .isEqualTo("1 of 1 gateways reachable; 10.0.0.1:4443: timed out");
  }

  @Test
  void saysWhereAnImportListens() {
    status.importListening(STOCK, ADDRESS);
    assertThat(status.listening(STOCK)).contains(ADDRESS);
    assertThat(texts(Kind.IMPORT, STOCK))
        .containsExactly(
            "ImportTargetPortValid=True Valid: listening on 127.0.0.1:8080",
            "ImportServiceValid=True Valid: local clients reach it at 127.0.0.1:8080");
  }

  @Test
  void saysWhyAnImportCannotListenUntilItCan() {
    status.importFailed(STOCK, ADDRESS, "Address already in use");
    assertThat(status.listening(STOCK)).isEmpty();
    assertThat(texts(Kind.IMPORT, STOCK))
        .containsExactly(
            "ImportTargetPortValid=False Error: cannot listen on 127.0.0.1:8080: Address already in"
                + " use",
            "ImportServiceValid=False Error: no local client can reach it: nothing listens on"
                + " 127.0.0.1:8080");
    status.importListening(STOCK, ADDRESS);
    assertThat(texts(Kind.IMPORT, STOCK)).allMatch(text -> text.contains("=True Valid"));
  }

  @Test
  void verifiesAnExportUntilItsTargetProvesForbidden() {
    assertThat(texts(Kind.EXPORT, STOCK))
        .containsExactly("ExportValid=True Verified: offered to the fabric");
    status.exportForbidden(STOCK, "169.254.169.254 is never a target");
    assertThat(texts(Kind.EXPORT, STOCK))
        .containsExactly("ExportValid=False Error: 169.254.169.254 is never a target");
    status.exportServed(STOCK);
    assertThat(texts(Kind.EXPORT, STOCK))
        .containsExactly("ExportValid=True Verified: offered to the fabric");
  }

  @Test
  void forgetsWhatIsGoneAndWhateverIsToldOfItLater() {
    status.importListening(STOCK, ADDRESS);
    status.accept(update(Snapshot.empty()));
    status.importListening(STOCK, ADDRESS);
    status.importFailed(STOCK, ADDRESS, "closed");
    status.peerHealthChanged(health(GatewayHealth.State.REACHABLE, Optional.empty()));
    status.exportForbidden(STOCK, "late");
    assertThat(status.conditions(Kind.PEER, EAST)).isEmpty();
    assertThat(status.conditions(Kind.IMPORT, STOCK)).isEmpty();
    assertThat(status.conditions(Kind.EXPORT, STOCK)).isEmpty();
    assertThat(status.listening(STOCK)).isEmpty();
  }

  private Condition one(Kind kind, ResourceName name) {
    assertThat(status.conditions(kind, name)).hasSize(1);
    return status.conditions(kind, name).getFirst();
  }

  private List<String> texts(Kind kind, ResourceName name) {
    return status.conditions(kind, name).stream()
        .map(condition ->
            condition.type()
                + "="
                + condition.status()
                + " "
                + condition.reason()
                + ": "
                + condition.message())
        .toList();
  }

  private void later(int seconds) {
    now.set(BEGIN.plusSeconds(seconds));
  }

  private static PeerHealth health(GatewayHealth.State state, Optional<String> failure) {
    return new PeerHealth(
        "east",
        state != GatewayHealth.State.UNREACHABLE,
        BEGIN,
        Optional.of(BEGIN),
        List.of(
            new GatewayHealth(GATEWAY, state, BEGIN, Optional.of(Duration.ofMillis(2)), failure)),
        Map.of());
  }

  private static Metadata named(ResourceName name) {
    return new Metadata(name, Map.of());
  }

  private static SnapshotUpdate update(Snapshot snapshot) {
    return new SnapshotUpdate(
        snapshot,
        Set.of(STOCK),
        Set.of(STOCK),
        Set.of("east"),
        Set.of(),
        SnapshotUpdate.PolicyChange.NONE);
  }
}
