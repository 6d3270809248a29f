package net.clusterlink.controlplane.directory;

import static net.clusterlink.controlplane.Manifests.export;
import static net.clusterlink.controlplane.Manifests.imported;
import static net.clusterlink.controlplane.Manifests.peer;
import static net.clusterlink.controlplane.Manifests.policy;
import static net.clusterlink.controlplane.Manifests.privileged;
import static net.clusterlink.controlplane.Manifests.together;
import static net.clusterlink.controlplane.Manifests.workload;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import net.clusterlink.api.Kind;
import net.clusterlink.api.Resource;
import net.clusterlink.api.ResourceName;
import net.clusterlink.controlplane.store.Change;
import net.clusterlink.controlplane.store.ChangeSet;
import net.clusterlink.controlplane.store.UnreadablePolicy;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens to a directory on the way, in the end only what it then says counts. Histories
 * are random, each from its seed, on a clock moved by hand.
 */
@Timeout(60)
class DirectoryHistoryTest {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<String> NAMES =
      List.of("a.yaml", "b.yml", "c.json", "sub/d.yaml", "sub/e.yaml", "sub/deep/f.yaml");
  private static final int OBJECTS = 12;
  private static final int STEPS = 80;

  @TempDir Path directory;

  /** What a listener of the store would hold. */
  private static final class Listener {
    private final Map<ObjectKey, Resource> resources = new HashMap<>();
    private final Set<UnreadablePolicy> unreadable = new HashSet<>();

    private void take(ChangeSet set) {
      for (Change change : set.changes()) {
        switch (change) {
          case Change.Put(Resource resource) -> resources.put(ObjectKey.of(resource), resource);
          case Change.Remove(Kind kind, ResourceName name) ->
              assertThat(resources.remove(new ObjectKey(kind, name))).isNotNull();
          case Change.PolicyUnreadable(UnreadablePolicy policy) ->
              assertThat(unreadable.add(policy)).isTrue();
          case Change.PolicyMended(UnreadablePolicy policy) ->
              assertThat(unreadable.remove(policy)).isTrue();
        }
      }
    }
  }

  private final class Run {
    private final Random random;
    private final DirectoryFiles files =
        new DirectoryFiles(directory, DirectoryOptions.defaults(), () -> TIME);
    private final Catalog catalog = new Catalog();
    private final Listener listener = new Listener();
    private long now;
    private long writes;

    private Run(long seed) {
      this.random = new Random(seed);
    }

    private String object(int index, int variant) {
      String name = "o" + index;
      return switch (index % 6) {
        case 0 -> imported(name, 8000 + variant);
        case 1 -> export(name, "10.0.0." + (1 + variant % 200));
        case 2 -> policy("default", name, variant % 2 == 0 ? "allow" : "deny");
        case 3 -> privileged(name, variant % 2 == 0 ? "allow" : "deny");
        case 4 -> peer(name).replace("4443", String.valueOf(4000 + variant));
        default -> workload(name, "10.1.0." + (1 + variant % 200));
      };
    }

    private String randomText() {
      var objects = new ArrayList<String>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        objects.add(object(random.nextInt(OBJECTS), random.nextInt(5)));
      }
      String text = together(objects.toArray(String[]::new));
      return switch (random.nextInt(8)) {
        case 0 -> text.replaceFirst("spec:", "spec: [");
        case 1 -> text.replaceFirst("name: ", "nom: ");
        case 2 -> text.replaceFirst("kind: ", "kind: My");
        case 3 -> text.substring(0, random.nextInt(text.length()));
        default -> text;
      };
    }

    private void write(Path file, String text) throws IOException {
      Files.createDirectories(file.resolveSibling(""));
      Files.writeString(file, text);
      Instant age = TIME.minusMillis(random.nextInt(400)).plusNanos(1000 * writes++);
      Files.setLastModifiedTime(file, FileTime.from(age));
    }

    private Path anyPath() {
      return directory.resolve(NAMES.get(random.nextInt(NAMES.size())));
    }

    private void step() throws IOException {
      Path file = anyPath();
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> write(file, randomText());
        case 3 -> {
          Path draft = directory.resolve(".draft");
          write(draft, randomText());
          Files.createDirectories(file.resolveSibling(""));
          Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
          told(file, Awaited.Sign.APPEARED);
        }
        case 4 -> {
          Files.deleteIfExists(file);
          told(file, Awaited.Sign.SEEN);
        }
        case 5 -> {
          Path other = anyPath();
          if (Files.exists(file) && !file.equals(other)) {
            Files.createDirectories(other.resolveSibling(""));
            Files.move(file, other, StandardCopyOption.REPLACE_EXISTING);
            told(file, Awaited.Sign.SEEN);
            told(other, Awaited.Sign.APPEARED);
          }
        }
        case 6 -> write(file, "");
        default -> {
          Path sub = directory.resolve("sub");
          Path away = directory.resolve("elsewhere");
          if (Files.exists(sub) && !Files.exists(away)) {
            Files.move(sub, away);
          } else if (Files.exists(away) && !Files.exists(sub)) {
            Files.move(away, sub);
          }
        }
      }
    }

    private void told(Path file, Awaited.Sign sign) {
      Path folder = file.resolveSibling("");
      if (random.nextBoolean() && Files.exists(folder)) {
        files.told(
            new DirectoryWatch.Event(new WatchedFolder(folder, folder), file.getFileName(), sign),
            now);
      }
    }

    private void pass(long millis) {
      now += TimeUnit.MILLISECONDS.toNanos(millis);
      if (random.nextBoolean() || files.lookNeeded()) {
        files.look(now);
      }
      take();
    }

    private void take() {
      if (files.due().isPresent() && files.due().getAsLong() - now <= 0) {
        Batch batch = files.take(now, false);
        if (!batch.isEmpty()) {
          listener.take(catalog.take(batch, Duration.ZERO));
        }
      }
    }

    private void repair() throws IOException {
      try (var left = Files.walk(directory)) {
        for (Path file : left.filter(Files::isRegularFile).toList()) {
          Files.delete(file);
        }
      }
      var objects = new HashMap<String, List<String>>();
      for (int i = 0; i < OBJECTS; i++) {
        if (random.nextInt(4) > 0) {
          objects
              .computeIfAbsent(NAMES.get(random.nextInt(NAMES.size())), _ -> new ArrayList<>())
              .add(object(i, 100 + i));
        }
      }
      for (var file : objects.entrySet()) {
        write(directory.resolve(file.getKey()), together(file.getValue().toArray(String[]::new)));
      }
    }

    private void settle() {
      for (int i = 0; i < 5; i++) {
        now += TimeUnit.SECONDS.toNanos(1);
        files.look(now);
        take();
      }
    }
  }

  private Listener fresh() {
    var files =
        new DirectoryFiles(directory, DirectoryOptions.defaults().withoutWaiting(), () -> TIME);
    var listener = new Listener();
    files.look(0);
    listener.take(new Catalog().take(files.take(0, true), Duration.ZERO));
    return listener;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void endsInWhatTheDirectorySaysInTheEnd(long seed) throws IOException {
    var run = new Run(seed);
    for (int i = 0; i < 4; i++) {
      run.step();
    }
    run.files.look(0);
    run.listener.take(run.catalog.take(run.files.take(0, true), Duration.ZERO));
    for (int i = 0; i < STEPS; i++) {
      run.step();
      run.pass(run.random.nextInt(250));
    }
    run.repair();
    run.settle();

    Listener expected = fresh();
    assertThat(expected.resources).isNotEmpty();
    assertThat(run.listener.resources).isEqualTo(expected.resources);
    assertThat(run.listener.unreadable).isEmpty();
    assertThat(run.catalog.problems().errors()).isZero();
    assertThat(run.catalog.inForce())
        .containsExactlyInAnyOrderElementsOf(expected.resources.values());
  }
}
