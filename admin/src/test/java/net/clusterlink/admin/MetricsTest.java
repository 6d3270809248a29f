package net.clusterlink.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.clusterlink.api.Export;
import net.clusterlink.api.Metadata;
import net.clusterlink.api.ResourceName;
import net.clusterlink.dataplane.EndReason;
import net.clusterlink.dataplane.GatewayHealth.State;
import net.clusterlink.dataplane.PeerHealth;
import net.clusterlink.dataplane.Side;
import net.clusterlink.dataplane.TunnelInfo;
import net.clusterlink.dataplane.TunnelRefusal;
import net.clusterlink.fabric.PeerCredentials;
import net.clusterlink.snapshot.Snapshot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
  private static final InetSocketAddress REMOTE = Sessions.CLIENT;
  private static final String SERVICE_LABELS =
      "{export=\"shop/stock\",import=\"\",peer=\"east\",side=\"service\"}";

  @TempDir Path folder;
  private final CurrentSnapshot snapshot = new CurrentSnapshot(InstantSource.system());
  private final Metrics metrics = new Metrics(snapshot, () -> 7);

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void countsSessionsByWhoWhatAndWhy() {
    opened(Side.CLIENT, Optional.of(Sessions.STOCK), "west");
    assertThat(metrics.scrape())
        .contains(
            "clusterlink_sessions_live"
                + "{export=\"shop/stock\",import=\"shop/stock\",peer=\"west\",side=\"client\"} 1.0");
    metrics.sessionEnded(Sessions.completed(Side.CLIENT, Sessions.STOCK, "west"));
    metrics.sessionEnded(
        Sessions.refused(Side.CLIENT, Sessions.STOCK, "west", EndReason.UNREACHABLE));
    String labels = "export=\"shop/stock\",import=\"shop/stock\",";
    String rest = "peer=\"west\",reason=";
    assertThat(metrics.scrape())
        .contains(
            "clusterlink_sessions_opened_total{" + labels + "peer=\"west\",side=\"client\"} 1.0")
        .contains("clusterlink_sessions_live{" + labels + "peer=\"west\",side=\"client\"} 0.0")
        .contains(
            "clusterlink_sessions_ended_total{"
                + labels
                + "outcome=\"completed\","
                + rest
                + "\"completed\",revoked_by=\"\",side=\"client\"} 1.0")
        .contains(
            "clusterlink_sessions_ended_total{"
                + labels
                + "outcome=\"failed\","
                + rest
                + "\"unreachable\",revoked_by=\"\",side=\"client\"} 1.0")
        .contains(
            "clusterlink_session_bytes_total{direction=\"to-client\","
                + labels
                + "peer=\"west\",side=\"client\"} 2000.0");
  }

  @Test
  void countsRevokedSessionsByWhatEndedThem() {
    metrics.sessionEnded(
        Sessions.refused(Side.CLIENT, Sessions.STOCK, "west", EndReason.REVOKED_BY_CERTIFICATE));
    metrics.sessionEnded(
        Sessions.refused(Side.CLIENT, Sessions.STOCK, "west", EndReason.REVOKED_BY_POLICY));
    assertThat(metrics.scrape())
        .contains("reason=\"revoked\",revoked_by=\"certificate\",side=\"client\"} 1.0")
        .contains("reason=\"revoked\",revoked_by=\"policy\",side=\"client\"} 1.0");
  }

  @Test
  void measuresOpenLatencyInBucketsUpToTheTimeOut() {
    opened(Side.SERVICE, Optional.empty(), "east");
    assertThat(metrics.scrape())
        .contains(latencyBucket("5.0E-4") + " 0")
        .contains(latencyBucket("0.005") + " 1")
        .contains(latencyBucket("15.0") + " 1");
  }

  private static String latencyBucket(String upTo) {
    return "clusterlink_session_open_latency_seconds_bucket{peer=\"east\",side=\"service\",le=\""
        + upTo
        + "\"}";
  }

  @Test
  void doesNotNameExportsThatDoNotExist() {
    metrics.sessionEnded(
        Sessions.refused(
            Side.SERVICE,
            new ResourceName("shop", "made-up-by-a-peer"),
            "east",
            EndReason.UNKNOWN_EXPORT));
    assertThat(metrics.scrape())
        .contains("export=\"unknown\",import=\"\",outcome=\"refused\",peer=\"east\"")
        .doesNotContain("made-up-by-a-peer");
  }

  @Test
  void namesExportsThatExistThoughTheyAreRefused() {
    export(Sessions.STOCK);
    metrics.sessionEnded(Sessions.refused(Side.SERVICE, Sessions.STOCK, "east", EndReason.DENIED));
    assertThat(metrics.scrape()).contains("{export=\"shop/stock\",import=\"\",outcome=\"refused\"");
  }

  @Test
  void countsDownWhatItCountedUpThoughTheExportIsGoneMeanwhile() {
    export(Sessions.STOCK);
    opened(Side.SERVICE, Optional.empty(), "east");
    snapshot.accept(Snapshots.update(Snapshot.empty()));
    metrics.sessionEnded(Sessions.completed(Side.SERVICE, Sessions.STOCK, "east"));
    assertThat(metrics.scrape()).contains("clusterlink_sessions_live" + SERVICE_LABELS + " 0.0");
  }

  @Test
  void boundsTheNumberOfSeries() {
    for (int i = 0; i < 2 * SessionMeters.MAX_ROUTES; i++) {
      ResourceName export = new ResourceName("shop", "export-" + i);
      metrics.sessionOpened(Side.SERVICE, Optional.empty(), export, "east", Duration.ofMillis(3));
      metrics.sessionEnded(Sessions.completed(Side.SERVICE, export, "peer-" + i));
      metrics.tunnelEstablished(new TunnelInfo(false, "peer-" + i, REMOTE));
      metrics.tunnelRefused(true, Optional.of("peer-" + i), REMOTE, TunnelRefusal.UNREACHABLE, "");
      metrics.protocolViolated(new TunnelInfo(false, "peer-" + i, REMOTE), "");
      metrics.reservedAttributesDropped("0123", "peer-" + i, Set.of("peer.clusterlink.net/name"));
    }
    List<String> series =
        metrics.scrape().lines().filter(line -> line.startsWith("clusterlink_")).toList();
    assertThat(series).hasSizeLessThan(12_000);
    assertThat(series)
        .anyMatch(line ->
            line.startsWith(
                "clusterlink_sessions_opened_total"
                    + "{export=\"other\",import=\"other\",peer=\"other\",side=\"service\"}"));
  }

  @Test
  void countsTunnelsAndRefusals() {
    TunnelInfo tunnel = new TunnelInfo(true, "west", REMOTE);
    metrics.tunnelEstablished(tunnel);
    metrics.tunnelEstablished(tunnel);
    metrics.tunnelClosed(tunnel, "idle");
    metrics.tunnelRefused(
        false, Optional.empty(), REMOTE, TunnelRefusal.CERTIFICATE_UNTRUSTED, "not of this fabric");
    assertThat(metrics.scrape())
        .contains("clusterlink_tunnels_live{direction=\"dialed\",peer=\"west\"} 1.0")
        .contains(
            "clusterlink_tunnels_refused_total"
                + "{direction=\"accepted\",peer=\"\",reason=\"certificate-untrusted\"} 1.0");
  }

  @Test
  void tellsWhenCertificatesEndAndWhatBecameOfChangedOnes() {
    PeerCredentials east = Certificates.east(folder, Instant.parse("2026-06-01T12:00:00Z"));
    CurrentCertificates certificates = Certificates.current(east, InstantSource.system());
    metrics.watchCertificates(certificates);
    certificates.refused("key.pem does not belong to cert.pem");
    certificates.taken(east);
    certificates.taken(east);
    assertThat(metrics.scrape())
        .contains(
            "clusterlink_certificate_reloads_total{outcome=\"taken\"} 2.0",
            "clusterlink_certificate_reloads_total{outcome=\"refused\"} 1.0",
            "clusterlink_certificate_expiry_timestamp_seconds{which=\"peer\"} 1.8118512E9",
            "clusterlink_certificate_expiry_timestamp_seconds{which=\"ca\"} 2.0956752E9");
  }

  @Test
  void showsHowPeersAreReachedAtEachScrape() {
    List<PeerHealth> now = new ArrayList<>();
    metrics.watchPeers(() -> List.copyOf(now));
    now.add(Peers.health(true, State.REACHABLE, State.SUSPECT));
    now.add(Peers.health("west", false, State.UNREACHABLE));
    assertThat(metrics.scrape())
        .contains("clusterlink_peers_unreachable 1.0")
        .contains("clusterlink_peer_reachable{peer=\"east\"} 1.0")
        .contains("clusterlink_peer_reachable{peer=\"west\"} 0.0")
        .contains("clusterlink_peer_gateways{peer=\"east\",state=\"reachable\"} 1.0")
        .contains("clusterlink_peer_gateways{peer=\"east\",state=\"suspect\"} 1.0")
        .contains("clusterlink_peer_gateways{peer=\"east\",state=\"unreachable\"} 0.0")
        .contains(
            "clusterlink_heartbeat_round_trip_seconds"
                + "{gateway=\"10.0.0.1:4443\",peer=\"east\"} 0.018")
        .doesNotContain("gateway=\"10.0.0.1:4444\"");
    now.clear();
    assertThat(metrics.scrape())
        .contains("clusterlink_peers_unreachable 0.0")
        .doesNotContain("clusterlink_peer_reachable{");
  }

  @Test
  void boundsTheNumberOfPeersShown() {
    List<PeerHealth> many =
        IntStream.range(0, 2_000)
            .mapToObj(i -> Peers.health("peer-" + i, true, State.REACHABLE))
            .toList();
    metrics.watchPeers(() -> many);
    assertThat(metrics.scrape().lines().filter(line -> line.contains("peer=\"peer-")))
        .hasSize(5 * PeerMeters.MAX_PEERS);
  }

  @Test
  void listsEveryMetricInTheDocumentation() throws IOException {
    metrics.watchConfiguration(() -> 2);
    metrics.watchImports(() -> 3);
    metrics.watchCertificates(
        Certificates.current(Certificates.east(folder, Instant.now()), InstantSource.system()));
    metrics.watchPeers(() -> List.of(Peers.health(true, State.REACHABLE)));
    opened(Side.CLIENT, Optional.of(Sessions.STOCK), "west");
    metrics.sessionEnded(Sessions.completed(Side.CLIENT, Sessions.STOCK, "west"));
    TunnelInfo tunnel = new TunnelInfo(true, "west", REMOTE);
    metrics.tunnelEstablished(tunnel);
    metrics.tunnelClosed(tunnel, "idle");
    metrics.tunnelRefused(true, Optional.of("west"), REMOTE, TunnelRefusal.TIMEOUT, "");
    metrics.protocolViolated(tunnel, "an open of 17000 bytes");
    metrics.reservedAttributesDropped("0123", "east", Set.of("peer.clusterlink.net/name"));
    metrics.importListening(Sessions.STOCK, REMOTE);
    metrics.importFailed(Sessions.STOCK, REMOTE, "Address already in use");
    Set<String> scraped = matches("(?m)^# TYPE (clusterlink_\\w+) ", metrics.scrape());
    String documentation = Files.readString(Path.of("../docs/metrics.md"));
    assertThat(matches("(?m)^\\| `(clusterlink_\\w+)` \\|", documentation)).isEqualTo(scraped);
    assertThat(metrics.scrape())
        .contains("clusterlink_config_problems 2.0")
        .contains("clusterlink_imports_failed 3.0")
        .contains("clusterlink_protocol_violations_total{peer=\"west\"} 1.0")
        .contains("clusterlink_log_lines_dropped_total 7.0");
  }

  private static Set<String> matches(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void opened(Side side, Optional<ResourceName> imported, String peer) {
    metrics.sessionOpened(side, imported, Sessions.STOCK, peer, Duration.ofMillis(3));
  }

  private void export(ResourceName name) {
    Snapshot empty = Snapshot.empty();
    Export export = new Export(new Metadata(name, Map.of()), Optional.of("127.0.0.1"), 80);
    snapshot.accept(
        Snapshots.update(
            new Snapshot(
                1,
                empty.peers(),
                empty.imports(),
                empty.exports().put(name, export),
                empty.policies(),
                empty.workloads())));
  }
}
