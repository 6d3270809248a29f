package net.clusterlink.controlplane.directory;

import static net.clusterlink.controlplane.Manifests.export;
import static net.clusterlink.controlplane.Manifests.imported;
import static net.clusterlink.controlplane.Manifests.peer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import net.clusterlink.controlplane.store.Change;
import net.clusterlink.controlplane.store.ChangeSet;
import net.clusterlink.controlplane.store.StoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DirectoryStoreTest {
  /** What is promised of a change. */
  private static final Duration PROMISED = Duration.ofSeconds(1);

  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path temporary;
  private final List<ChangeSet> sets = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();

  private DirectoryStore start(Path directory, DirectoryOptions options) {
    var store = new DirectoryStore(directory, options, InstantSource.system(), System::nanoTime);
    open.add(store);
    store.start(sets::add);
    return store;
  }

  /** A store that notices only what the system tells it. */
  private DirectoryStore startWatching(Path directory) {
    DirectoryOptions usual = DirectoryOptions.defaults();
    return start(directory, rescanning(usual, Duration.ofHours(1)));
  }

  private static DirectoryOptions rescanning(DirectoryOptions usual, Duration rescan) {
    return new DirectoryOptions(
        usual.maxFiles(),
        usual.maxFileBytes(),
        usual.maxTotalBytes(),
        usual.maxDepth(),
        usual.quiet(),
        usual.renameSettle(),
        rescan,
        usual.startPatience());
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable store : open) {
      store.close();
    }
  }

  private List<String> changes() {
    return sets.stream()
        .flatMap(set -> set.changes().stream())
        .map(change ->
            switch (change) {
              case Change.Put(var resource) -> "+" + ObjectKey.of(resource);
              case Change.Remove(var kind, var name) -> "-" + new ObjectKey(kind, name);
              case Change.PolicyUnreadable _ -> "lock";
              case Change.PolicyMended _ -> "unlock";
            })
        .toList();
  }

  private void awaitChange(String change) {
    awaitChange(change, SOON);
  }

  private void awaitChange(String change, Duration within) {
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(within)
        .until(() -> changes().contains(change));
  }

  private Path renameIntoPlace(String name, String text) throws IOException {
    Path draft = Files.writeString(temporary.resolve("." + name + ".tmp"), text);
    return Files.move(
        draft,
        temporary.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void saysWhenTheDirectoryDoesNotExist() {
    assertThatThrownBy(() -> start(temporary.resolve("east"), DirectoryOptions.defaults()))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "the configuration directory "
                + temporary.resolve("east")
                + " does not exist; create it, or name another");
  }

  @Test
  void saysWhenTheDirectoryIsAFile() throws IOException {
    Path file = Files.writeString(temporary.resolve("east"), "");

    assertThatThrownBy(() -> start(file, DirectoryOptions.defaults()))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "the configuration directory "
                + file
                + " is not a directory; name the directory that holds the manifests");
  }

  @Test
  void deliversEverythingAtOnceBeforeStartReturns() throws IOException {
    Files.writeString(temporary.resolve("a.yaml"), export("web", "10.0.0.1"));
    Files.writeString(temporary.resolve("b.yaml"), export("db", "10.0.0.1"));
    startWatching(temporary);

    assertThat(sets).hasSize(1);
    assertThat(changes()).containsExactlyInAnyOrder("+Export default/web", "+Export default/db");
  }

  @Test
  void deliversAnEmptyFirstSetForAnEmptyDirectory() {
    startWatching(temporary);

    assertThat(sets).singleElement().matches(ChangeSet::isEmpty);
  }

  @Test
  void takesAFileRenamedIntoPlaceWithinASecond() throws IOException {
    startWatching(temporary);
    renameIntoPlace("a.yaml", export("web", "10.0.0.1"));

    awaitChange("+Export default/web", PROMISED);
  }

  @Test
  void takesAFileWrittenInPlaceWithinASecond() throws IOException {
    Files.writeString(temporary.resolve("a.yaml"), export("web", "10.0.0.1"));
    startWatching(temporary);
    Files.writeString(temporary.resolve("a.yaml"), export("db", "10.0.0.1"));

    awaitChange("+Export default/db", PROMISED);
    awaitChange("-Export default/web", PROMISED);
  }

  @Test
  void removesTheObjectsOfADeletedFileWithinASecond() throws IOException {
    Path file = Files.writeString(temporary.resolve("a.yaml"), export("web", "10.0.0.1"));
    startWatching(temporary);
    Files.delete(file);

    awaitChange("-Export default/web", PROMISED);
  }

  @Test
  void takesAFileThatIsRenamedIntoPlaceOverAndOverWithinASecond() throws InterruptedException {
    startWatching(temporary);
    var over = new AtomicBoolean();
    Thread renaming = Thread.ofVirtual().start(() -> renameUntil(over));
    try {
      awaitChange("+Export default/web", PROMISED);
    } finally {
      over.set(true);
      renaming.join();
    }
  }

  private void renameUntil(AtomicBoolean over) {
    for (int i = 0; !over.get(); i++) {
      try {
        renameIntoPlace("a.yaml", export("web", "10.0.0." + (1 + i % 200)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  @Test
  void watchesFoldersThatComeLater() throws IOException {
    startWatching(temporary);
    Path folder = Files.createDirectories(temporary.resolve("sub/deep"));
    Files.writeString(folder.resolve("a.yaml"), export("web", "10.0.0.1"));
    awaitChange("+Export default/web");

    Files.writeString(folder.resolve("b.yaml"), export("db", "10.0.0.1"));
    awaitChange("+Export default/db");

    Files.move(temporary.resolve("sub"), temporary.resolve("other"));
    Files.writeString(temporary.resolve("other/deep/c.yaml"), export("mq", "10.0.0.1"));
    awaitChange("+Export default/mq");
    assertThat(changes()).doesNotContain("-Export default/web");
  }

  @Test
  void takesAMountedConfigMapInOneStepWhenItIsSwapped() throws IOException {
    Path first = Files.createDirectory(temporary.resolve("..2026_01"));
    Files.writeString(first.resolve("a.yaml"), export("web", "10.0.0.1"));
    Files.writeString(first.resolve("b.yaml"), export("db", "10.0.0.1"));
    Files.createSymbolicLink(temporary.resolve("..data"), Path.of("..2026_01"));
    Files.createSymbolicLink(temporary.resolve("a.yaml"), Path.of("..data/a.yaml"));
    Files.createSymbolicLink(temporary.resolve("b.yaml"), Path.of("..data/b.yaml"));
    startWatching(temporary);
    assertThat(changes()).containsExactlyInAnyOrder("+Export default/web", "+Export default/db");
    sets.clear();

    Path second = Files.createDirectory(temporary.resolve("..2026_02"));
    Files.writeString(second.resolve("a.yaml"), export("web", "10.0.0.2"));
    Files.writeString(second.resolve("b.yaml"), export("db", "10.0.0.2"));
    Files.createSymbolicLink(temporary.resolve("..data_tmp"), Path.of("..2026_02"));
    Files.move(
        temporary.resolve("..data_tmp"),
        temporary.resolve("..data"),
        StandardCopyOption.ATOMIC_MOVE);
    Files.delete(first.resolve("a.yaml"));
    Files.delete(first.resolve("b.yaml"));
    Files.delete(first);

    awaitChange("+Export default/web");
    assertThat(sets).hasSize(1);
    assertThat(changes()).containsExactlyInAnyOrder("+Export default/web", "+Export default/db");
  }

  @Test
  void findsByLookingWhatItWasNotToldOf() throws IOException {
    Path hidden = Files.createDirectory(temporary.resolve("config"));
    Path link = Files.createSymbolicLink(temporary.resolve("link"), hidden);
    DirectoryOptions options = rescanning(DirectoryOptions.defaults(), Duration.ofMillis(50));
    start(link, options);
    Path other = Files.createDirectory(temporary.resolve("other"));
    Files.writeString(other.resolve("a.yaml"), export("web", "10.0.0.1"));
    Path swapped = Files.createSymbolicLink(temporary.resolve("swapped"), other);
    Files.move(swapped, link, StandardCopyOption.ATOMIC_MOVE);

    awaitChange("+Export default/web");
  }

  @Test
  void keepsWhatIsInForceWhileTheDirectoryIsAway() throws IOException {
    Path directory = Files.createDirectory(temporary.resolve("config"));
    Files.writeString(directory.resolve("a.yaml"), export("web", "10.0.0.1"));
    start(directory, rescanning(DirectoryOptions.defaults(), Duration.ofMillis(50)));
    Files.move(directory, temporary.resolve("away"));
    await().atMost(SOON).until(() -> sets.getLast().problems().errors() == 1);
    assertThat(sets.getLast().problems().all().getFirst().toString())
        .contains("the configuration directory cannot be read: it does not exist")
        .contains("put it back");

    Files.move(temporary.resolve("away"), directory);
    await().atMost(SOON).until(() -> sets.getLast().problems().isEmpty());
    Files.writeString(directory.resolve("b.yaml"), export("db", "10.0.0.1"));
    awaitChange("+Export default/db");
    assertThat(changes()).containsExactly("+Export default/web", "+Export default/db");
  }

  @Test
  void refusesEverythingForAFileThatIsStillWrittenAtTheStart() throws IOException {
    Path file = temporary.resolve("a.yaml");
    Files.writeString(file, export("web", "10.0.0.1"));
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(3600)));
    DirectoryOptions usual = DirectoryOptions.defaults();
    start(
        temporary,
        new DirectoryOptions(
            10,
            1000,
            1000,
            2,
            Duration.ofMillis(400),
            usual.renameSettle(),
            usual.rescan(),
            Duration.ofMillis(1)));

    assertThat(changes()).containsExactly("lock");
    awaitChange("unlock");
    assertThat(changes()).contains("+Export default/web");
  }

  @Test
  void deliversNothingAfterItIsClosed() throws Exception {
    DirectoryStore store = startWatching(temporary);
    store.close();
    renameIntoPlace("a.yaml", export("web", "10.0.0.1"));
    store.close();

    assertThat(sets).hasSize(1);
    assertThatThrownBy(() -> store.start(sets::add)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void tellsWhenAFaultEndsTheFollowing() throws IOException {
    var store = new DirectoryStore(temporary);
    open.add(store);
    store.start(set -> {
      sets.add(set);
      if (!set.changes().isEmpty()) {
        throw new IllegalStateException("a fault of the listener");
      }
    });
    renameIntoPlace("a.yaml", export("web", "10.0.0.1"));

    await().atMost(SOON).until(() -> sets.size() == 3);
    assertThat(sets.getLast().appeared())
        .singleElement()
        .asString()
        .contains("changes are no longer followed", "a fault of the listener");
  }

  @Test
  void looksOnlyAtWhatChangedAmongTenThousandImports() throws IOException {
    Files.writeString(temporary.resolve("peer.yaml"), peer("west"));
    for (int i = 0; i < 10_000; i++) {
      Path folder = temporary.resolve("imports-" + i / 1000);
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("i" + i + ".yaml"), imported("i" + i, 1024 + i));
    }
    DirectoryStore store = startWatching(temporary);
    assertThat(sets.getFirst().changes()).hasSize(10_001);
    DirectoryStore.Work before = store.work();
    sets.clear();

    renameIntoPlace("web.yaml", export("web", "10.0.0.1"));
    awaitChange("+Export default/web");
    Files.writeString(temporary.resolve("imports-4/i4000.yaml"), imported("i4000", 60_000));
    awaitChange("+Import default/i4000");

    DirectoryStore.Work after = store.work();
    assertThat(after.filesRead() - before.filesRead()).isEqualTo(2);
    assertThat(after.objectsTouched() - before.objectsTouched()).isEqualTo(2);
  }
}
