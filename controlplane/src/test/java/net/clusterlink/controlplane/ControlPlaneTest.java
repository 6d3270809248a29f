package net.clusterlink.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import net.clusterlink.api.ResourceName;
import net.clusterlink.controlplane.directory.DirectoryStore;
import net.clusterlink.controlplane.store.StoreException;
import net.clusterlink.policy.Attributes;
import net.clusterlink.policy.Decision;
import net.clusterlink.snapshot.Snapshot;
import net.clusterlink.snapshot.SnapshotUpdate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(60)
class ControlPlaneTest {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
  private static final ResourceName WEB = new ResourceName("default", "web");

  @TempDir Path directory;
  private final List<SnapshotUpdate> updates = new CopyOnWriteArrayList<>();
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(ControlPlane.class);

  @BeforeEach
  void listen() {
    logged.start();
    logger.addAppender(logged);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(logged);
  }

  private ControlPlane controlPlane() {
    return new ControlPlane(new DirectoryStore(directory), updates::add, () -> TIME);
  }

  private void renameIntoPlace(String name, String text) throws IOException {
    Path draft = Files.writeString(directory.resolve("." + name), text);
    Files.move(draft, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private Snapshot latest() {
    return updates.getLast().snapshot();
  }

  private List<String> lines() {
    return logged.list.stream()
        .map(event ->
            event.getLevel()
                + " "
                + event.getMessage()
                + " "
                + event.getKeyValuePairs().stream()
                    .filter(pair -> !pair.key.equals("took-us"))
                    .map(pair -> pair.key + "=" + pair.value)
                    .toList())
        .map(line -> line.replace(directory + "/", ""))
        .toList();
  }

  private static Decision decide(Snapshot snapshot) {
    return snapshot
        .policies()
        .decide(
            Attributes.ofSource("east", java.util.Map.of(), java.util.Map.of()),
            Attributes.ofDestination("west", java.util.Map.of(), WEB, java.util.Map.of()),
            "default");
  }

  @Test
  void deliversTheFirstSnapshotBeforeStartReturns() throws IOException {
    Files.writeString(directory.resolve("a.yaml"), Manifests.export("web", "10.0.0.1"));
    try (var controlPlane = controlPlane()) {
      assertThat(controlPlane.status().generation()).isZero();
      controlPlane.start();

      assertThat(updates).hasSize(1);
      assertThat(latest().export(WEB)).isPresent();
      assertThat(controlPlane.status().generation()).isEqualTo(1);
      assertThat(controlPlane.status().lastChange()).isEqualTo(TIME);
      assertThat(controlPlane.status().policyUnreadable()).isFalse();
    }
  }

  @Test
  void deliversAFirstSnapshotOfAnEmptyDirectoryToo() {
    try (var controlPlane = controlPlane()) {
      controlPlane.start();

      assertThat(latest().generation()).isEqualTo(1);
    }
  }

  @Test
  void hasARenameIntoPlaceInForceWithinASecond() throws IOException {
    try (var controlPlane = controlPlane()) {
      controlPlane.start();
      renameIntoPlace("a.yaml", Manifests.export("web", "10.0.0.1"));

      await()
          .pollInterval(Duration.ofMillis(2))
          .atMost(Duration.ofSeconds(1))
          .until(() -> latest().export(WEB).isPresent());
      assertThat(latest().generation()).isEqualTo(2);
    }
  }

  @Test
  void changesNothingForABrokenFileAndReportsIt() throws IOException {
    Files.writeString(directory.resolve("a.yaml"), Manifests.privileged("all", "allow"));
    try (var controlPlane = controlPlane()) {
      controlPlane.start();
      renameIntoPlace("b.yaml", "kind: [");
      await().until(() -> controlPlane.status().problems().errors() == 1);

      assertThat(updates).hasSize(1);
      assertThat(controlPlane.status().generation()).isEqualTo(1);
      assertThat(controlPlane.status().policyUnreadable()).isFalse();
      assertThat(controlPlane.status().problems().byFile())
          .containsOnlyKeys(directory.resolve("b.yaml").toString());
    }
  }

  @Test
  void refusesEverythingWhileAPolicyIsUnreadableFromTheStart() throws IOException {
    Files.writeString(directory.resolve("a.yaml"), Manifests.privileged("all", "allow"));
    Files.writeString(directory.resolve("b.yaml"), "kind: [");
    try (var controlPlane = controlPlane()) {
      controlPlane.start();
      assertThat(controlPlane.status().policyUnreadable()).isTrue();
      assertThat(decide(latest())).isInstanceOf(Decision.PolicyUnreadable.class);

      renameIntoPlace("b.yaml", Manifests.export("web", "10.0.0.1"));
      await().until(() -> !controlPlane.status().policyUnreadable());
      assertThat(decide(latest())).isInstanceOf(Decision.Allow.class);
    }

    assertThat(lines())
        .anyMatch(line ->
            line.startsWith(
                "ERROR sessions are refused until a policy can be read [refused=everything,"
                    + " cause=b.yaml:1: "))
        .anyMatch(line -> line.contains("no longer refusing everything"));
  }

  @Test
  void logsALineForEachProblemAndEachChange() throws IOException {
    Files.writeString(directory.resolve("a.yaml"), Manifests.export("web", "169.254.169.254"));
    try (var controlPlane = controlPlane()) {
      controlPlane.start();
      renameIntoPlace("a.yaml", Manifests.export("web", "10.0.0.1"));
      await().until(() -> lines().size() == 4);
    }

    assertThat(lines())
        .containsExactly(
            "ERROR config error [file=a.yaml, line=1, field=spec.host, problem=169.254.169.254"
                + " cannot be exported: a link-local or metadata address is never a target for an"
                + " export, remedy=export the service at another address]",
            "INFO config in force [generation=1, changes=0, changed=, errors=1]",
            "INFO config mended [file=a.yaml]",
            "INFO config in force [generation=2, changes=1, changed=Export default/web, errors=0]");
  }

  @Test
  void logsThatAFileIsMendedOnlyOnceItHasNoErrorLeft() throws IOException {
    Files.writeString(directory.resolve("a.yaml"), "kind: [");
    try (var controlPlane = controlPlane()) {
      controlPlane.start();
      renameIntoPlace("a.yaml", Manifests.export("web", "169.254.169.254"));
      await().until(() -> lines().stream().anyMatch(line -> line.contains("field=spec.host")));
      assertThat(lines()).noneMatch(line -> line.contains("config mended"));

      renameIntoPlace("a.yaml", Manifests.export("web", "10.0.0.1"));
      await().until(() -> lines().stream().anyMatch(line -> line.contains("config mended")));
    }

    assertThat(lines())
        .filteredOn(line -> line.contains("config mended"))
        .containsExactly("INFO config mended [file=a.yaml]");
  }

  @Test
  void logsAtMostFiftyProblemsOfOneChange() throws IOException {
    for (int i = 0; i < 60; i++) {
      Files.writeString(directory.resolve(i + ".yaml"), "kind: [");
    }
    try (var controlPlane = controlPlane()) {
      controlPlane.start();
    }

    assertThat(lines()).filteredOn(line -> line.startsWith("ERROR config error")).hasSize(50);
    assertThat(lines()).contains("WARN further config problems [untold=10, errors=60, warnings=0]");
  }

  @Test
  void saysWhenThereIsNoConfiguration() throws IOException {
    Files.delete(directory);
    try (var controlPlane = controlPlane()) {
      assertThatThrownBy(controlPlane::start).isInstanceOf(StoreException.class);
    } finally {
      Files.createDirectory(directory);
    }
  }
}
