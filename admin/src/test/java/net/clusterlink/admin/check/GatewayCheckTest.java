package net.clusterlink.admin.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.clusterlink.admin.check.Finding.Level;
import net.clusterlink.api.Kind;
import net.clusterlink.api.ResourceName;
import net.clusterlink.controlplane.directory.ConfigurationCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayCheckTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final InetSocketAddress LISTEN =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 4443);

  @TempDir Path config;

  @Test
  void needsOneOnlyWhenItMustRun() {
    var absent = new RunningGateway.Absent("connection refused");
    assertThat(look(absent, true))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.level()).isEqualTo(Level.FAILURE);
          assertThat(finding.subject()).isEqualTo("admin at 127.0.0.1:9443");
          assertThat(finding.seen()).isEqualTo("connection refused: no gateway runs there");
        });
    assertThat(look(absent, false)).extracting(Finding::level).containsExactly(Level.OK);
  }

  @Test
  void tellsOfOneThatDoesNotAnswerAndOfAStranger() {
    assertThat(look(new RunningGateway.Mute("no answer within 3000 ms"), false))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.level()).isEqualTo(Level.FAILURE);
          assertThat(finding.remedy().orElseThrow()).contains("kill -CONT");
        });
    assertThat(look(new RunningGateway.Stranger("HTTP status 404 to /readyz"), false))
        .extracting(Finding::level)
        .containsExactly(Level.FAILURE);
  }

  @Test
  void passesOnWhyItIsNotReady() {
    var gateway =
        answering(
            List.of("draining: no new sessions are taken", "policy unreadable: a.yaml:3"),
            Map.of());
    assertThat(look(gateway, true))
        .filteredOn(finding -> finding.level() == Level.FAILURE)
        .extracting(Finding::seen)
        .containsExactly(
            "not ready: draining: no new sessions are taken",
            "not ready: policy unreadable: a.yaml:3");
  }

  @Test
  void countsWhatIsWrongInTheRunningGateway() {
    var gateway =
        answering(
            List.of(),
            Map.of(
                "clusterlink_config_problems", 2.0,
                "clusterlink_imports_failed", 1.0,
                "clusterlink_log_lines_dropped_total", 40.0));
    assertThat(look(gateway, true))
        .filteredOn(finding -> finding.level() != Level.OK)
        .extracting(Finding::subject)
        .containsExactly("configuration in force", "imports", "log");
  }

  @Test
  void noticesADirectoryThatChangedAfterWhatIsInForce() throws IOException {
    Path file = Files.writeString(config.resolve("a.yaml"), "");
    var gateway = answering(List.of(), Map.of("clusterlink_snapshot_age_seconds", 3600.0));
    Files.setLastModifiedTime(file, FileTime.from(NOW.minus(Duration.ofHours(2))));
    assertThat(look(gateway, true)).extracting(Finding::level).containsOnly(Level.OK);
    Files.setLastModifiedTime(file, FileTime.from(NOW.minus(Duration.ofMinutes(30))));
    assertThat(look(gateway, true))
        .filteredOn(finding -> finding.subject().equals("snapshot"))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.level()).isEqualTo(Level.WARNING);
          assertThat(finding.seen()).contains("a.yaml was changed at 2026-05-01T11:30:00Z");
        });
    Files.setLastModifiedTime(file, FileTime.from(NOW.minusSeconds(1)));
    assertThat(look(gateway, true)).extracting(Finding::level).containsOnly(Level.OK);
  }

  @Test
  void comparesWhatIsInForceWithTheDirectory() throws IOException {
    Files.writeString(
        config.resolve("db.yaml"),
        """
        apiVersion: clusterlink.net/v1alpha1
        kind: Export
        metadata: {name: db}
        spec: {host: 127.0.0.1, port: 5432}
        """);
    var directory = new Facts.Manifests.Read(new ConfigurationCheck().check(config));
    assertThat(snapshot(directory, "127.0.0.1:5432").level()).isEqualTo(Level.OK);
    Finding other = snapshot(directory, "127.0.0.1:5433");
    assertThat(other.level()).isEqualTo(Level.WARNING);
    assertThat(other.seen()).endsWith("; the directory says otherwise of Export default/db");
  }

  private Finding snapshot(Facts.Manifests directory, String detail) {
    var name = new ResourceName("default", "db");
    var running =
        new RunningGateway.Answering(
            List.of(),
            Map.of("clusterlink_snapshot_generation", 7.0),
            Optional.of(
                new InForce(Set.of(new InForce.Entry(Kind.EXPORT, name, detail)), Map.of())));
    return look(running, true, directory).stream()
        .filter(finding -> finding.subject().equals("snapshot"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void judgesTheLimitOfTheRunningGateway() {
    assertThat(descriptors(512, 100)).containsExactly(Level.FAILURE);
    assertThat(descriptors(20_000, 100)).containsExactly(Level.WARNING);
    assertThat(descriptors(65_536, 100)).containsExactly(Level.OK);
    assertThat(descriptors(65_536, 60_000)).containsExactly(Level.OK, Level.WARNING);
  }

  private static List<Level> descriptors(double max, double open) {
    var gateway =
        answering(
            List.of(), Map.of("process_files_max_files", max, "process_files_open_files", open));
    return new DescriptorsCheck(gateway).look().stream().map(Finding::level).toList();
  }

  private static RunningGateway.Answering answering(
      List<String> objections, Map<String, Double> metrics) {
    var more = new HashMap<>(metrics);
    more.putIfAbsent("clusterlink_snapshot_generation", 7.0);
    return new RunningGateway.Answering(objections, more, Optional.empty());
  }

  private List<Finding> look(RunningGateway gateway, boolean mustRun) {
    return look(gateway, mustRun, new Facts.Manifests.Unreadable("", ""));
  }

  private List<Finding> look(RunningGateway gateway, boolean mustRun, Facts.Manifests manifests) {
    var target =
        new CheckTarget(
            config,
            config,
            LISTEN,
            InetAddress.getLoopbackAddress(),
            URI.create("http://127.0.0.1:9443/"),
            mustRun);
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    return new GatewayCheck(target, manifests, gateway, clock).look();
  }
}
