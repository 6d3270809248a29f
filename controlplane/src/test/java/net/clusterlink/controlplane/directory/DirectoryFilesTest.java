package net.clusterlink.controlplane.directory;

import static net.clusterlink.controlplane.Manifests.export;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a change counts, on a clock moved by hand. */
class DirectoryFilesTest {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");
  private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

  @TempDir Path directory;
  private DirectoryFiles files =
      new DirectoryFiles(Path.of(""), DirectoryOptions.defaults(), () -> TIME);

  @BeforeEach
  void open() {
    files = new DirectoryFiles(directory, DirectoryOptions.defaults(), () -> TIME);
  }

  /** A file last written at a distance from the clock's time. */
  private Path write(String name, String text, Duration before) throws IOException {
    Path file = Files.writeString(directory.resolve(name), text);
    return Files.setLastModifiedTime(file, FileTime.from(TIME.minus(before)));
  }

  private void told(String name, Awaited.Sign sign, long now) {
    files.told(
        new DirectoryWatch.Event(new WatchedFolder(directory, directory), Path.of(name), sign),
        now);
  }

  private Map<String, FileContent> taken(long now) {
    return files.take(now, false).changed();
  }

  @Test
  void takesAtOnceWhatHasBeenQuietForLong() throws IOException {
    Path file = write("a.yaml", export("web", "10.0.0.1"), Duration.ofSeconds(1));
    files.look(0);

    assertThat(files.due()).hasValue(0);
    assertThat(taken(0)).containsOnlyKeys(file.toString());
    assertThat(files.due()).isEmpty();
  }

  @Test
  void waitsUntilAFileJustWrittenHasBeenQuiet() throws IOException {
    write("a.yaml", export("web", "10.0.0.1"), Duration.ofMillis(50));
    files.look(0);

    assertThat(files.due()).hasValue(150 * MS);
    assertThat(taken(149 * MS)).isEmpty();
    assertThat(taken(150 * MS)).hasSize(1);
  }

  @Test
  void waitsInFullForAFileWrittenInTheFuture() throws IOException {
    write("a.yaml", export("web", "10.0.0.1"), Duration.ofHours(-1));
    files.look(0);

    assertThat(files.due()).hasValue(200 * MS);
  }

  @Test
  void waitsAnewAfterEachWrite() throws IOException {
    write("a.yaml", "# one", Duration.ZERO);
    told("a.yaml", Awaited.Sign.APPEARED, 0);
    told("a.yaml", Awaited.Sign.WRITTEN, 10 * MS);
    assertThat(files.due()).hasValue(210 * MS);

    write("a.yaml", "# one, two", Duration.ZERO);
    told("a.yaml", Awaited.Sign.WRITTEN, 100 * MS);
    assertThat(files.due()).hasValue(300 * MS);
  }

  @Test
  void takesARenameIntoPlaceAlmostAtOnce() throws IOException {
    write(".a.tmp", export("web", "10.0.0.1"), Duration.ZERO);
    Files.move(directory.resolve(".a.tmp"), directory.resolve("a.yaml"));
    told("a.yaml", Awaited.Sign.APPEARED, 0);

    assertThat(files.due()).hasValue(20 * MS);
    assertThat(taken(20 * MS)).hasSize(1);
  }

  @Test
  void waitsForAnEmptyFileUntilItCountsAsEmpty() throws IOException {
    write("a.yaml", "", Duration.ZERO);
    told("a.yaml", Awaited.Sign.APPEARED, 0);

    assertThat(taken(199 * MS)).isEmpty();
    assertThat(taken(200 * MS)).hasSize(1);
  }

  @Test
  void waitsAgainWhenAFileChangedUnnoticed() throws IOException {
    write("a.yaml", "# one", Duration.ZERO);
    told("a.yaml", Awaited.Sign.APPEARED, 0);
    write("a.yaml", "# one, two", Duration.ZERO);

    assertThat(taken(20 * MS)).isEmpty();
    assertThat(files.due()).hasValue(220 * MS);
  }

  @Test
  void removesAFileOnceItHasBeenGoneForAWhile() throws IOException {
    Path file = write("a.yaml", export("web", "10.0.0.1"), Duration.ofSeconds(1));
    files.look(0);
    taken(0);
    Files.delete(file);
    told("a.yaml", Awaited.Sign.SEEN, 0);

    assertThat(files.take(199 * MS, false).isEmpty()).isTrue();
    assertThat(files.take(200 * MS, false).removed()).containsExactly(file.toString());
  }

  @Test
  void leavesAFileAloneThatAnEditorPutsBack() throws IOException {
    Path file = write("a.yaml", export("web", "10.0.0.1"), Duration.ofSeconds(1));
    files.look(0);
    taken(0);
    Files.move(file, directory.resolve("a.yaml~"));
    told("a.yaml", Awaited.Sign.SEEN, 0);
    write("a.yaml", export("web", "10.0.0.2"), Duration.ZERO);
    told("a.yaml", Awaited.Sign.APPEARED, 1 * MS);
    told("a.yaml", Awaited.Sign.WRITTEN, 2 * MS);

    Batch batch = files.take(202 * MS, false);
    assertThat(batch.removed()).isEmpty();
    assertThat(batch.changed()).hasSize(1);
  }

  @Test
  void takesARenamedFileUnderItsNewNameInOneStep() throws IOException {
    Path file = write("a.yaml", export("web", "10.0.0.1"), Duration.ofSeconds(1));
    files.look(0);
    taken(0);
    Path renamed = Files.move(file, directory.resolve("b.yaml"));
    told("a.yaml", Awaited.Sign.SEEN, 0);
    told("b.yaml", Awaited.Sign.APPEARED, 0);

    Batch batch = files.take(20 * MS, false);
    assertThat(batch.changed()).containsOnlyKeys(renamed.toString());
    assertThat(batch.removed()).containsExactly(file.toString());
    assertThat(batch.renamed()).containsEntry(file.toString(), renamed.toString());
  }

  @Test
  void replacesAFileByAnotherOfTheSameObjectsInOneStep() throws IOException {
    Path file = write("a.yaml", export("web", "10.0.0.1"), Duration.ofSeconds(1));
    files.look(0);
    taken(0);
    Files.delete(file);
    told("a.yaml", Awaited.Sign.SEEN, 0);
    write("b.yaml", export("web", "10.0.0.2"), Duration.ofSeconds(1));
    files.look(1);

    Batch batch = files.take(1, false);
    assertThat(batch.removed()).containsExactly(file.toString());
    assertThat(batch.changed()).hasSize(1);
  }

  @Test
  void readsAFileAgainOnlyWhenItChanged() throws IOException {
    write("a.yaml", export("web", "10.0.0.1"), Duration.ofSeconds(1));
    write("b.yaml", export("db", "10.0.0.1"), Duration.ofSeconds(1));
    files.look(0);
    taken(0);
    files.look(MS);
    assertThat(files.due()).isEmpty();

    write("b.yaml", export("db", "10.0.0.1"), Duration.ofMillis(500));
    files.look(2 * MS);
    assertThat(taken(2 * MS)).as("the same content says nothing new").isEmpty();
    assertThat(files.filesRead()).isEqualTo(3);
  }

  @Test
  void takesChangesTogetherThatFollowEachOther() throws IOException {
    for (int i = 0; i < 5; i++) {
      write("a" + i + ".yaml", export("web" + i, "10.0.0.1"), Duration.ZERO);
      told("a" + i + ".yaml", Awaited.Sign.APPEARED, i * (10 * MS));
    }

    assertThat(files.due()).hasValue(60 * MS);
    assertThat(taken(60 * MS)).hasSize(5);
  }

  @Test
  void keepsEverythingWhenTheDirectoryVanishes() throws IOException {
    write("a.yaml", export("web", "10.0.0.1"), Duration.ofSeconds(1));
    files.look(0);
    taken(0);
    Path away = directory.resolveSibling(directory.getFileName() + "-away");
    Files.move(directory, away);
    told("a.yaml", Awaited.Sign.SEEN, 0);
    files.look(MS);

    Batch batch = files.take(300 * MS, false);
    assertThat(batch.removed()).isEmpty();
    assertThat(batch.changed().get(directory.toString()))
        .isNotNull()
        .extracting(content -> content.problems().getFirst().toString())
        .asString()
        .contains("the configuration directory cannot be read: it does not exist");

    Files.move(away, directory, StandardCopyOption.ATOMIC_MOVE);
    files.look(400 * MS);
    batch = files.take(600 * MS, false);
    assertThat(batch.removed()).containsExactly(directory.toString());
    assertThat(batch.changed()).isEmpty();
  }

  @Test
  void takesAsUnreadableWhatCannotBeWaitedFor() throws IOException {
    Path file = write("a.yaml", "# one", Duration.ZERO);
    files.look(0);

    assertThat(files.take(1, true).changed().get(file.toString()))
        .isNotNull()
        .extracting(content -> content.problems().getFirst().toString())
        .asString()
        .contains("this file is still being written");
    assertThat(taken(200 * MS).get(file.toString()))
        .isNotNull()
        .extracting(FileContent::problems)
        .isEqualTo(java.util.List.of());
  }

  @Test
  void takesAFileThatIsRenamedIntoPlaceOverAndOver() throws IOException {
    for (long ms = 0; ms <= 300; ms += 10) {
      renameIntoPlace("a.yaml", ms);
      told("a.yaml", Awaited.Sign.APPEARED, ms * MS);
    }

    assertThat(files.due()).hasValue(300 * MS);
    assertThat(taken(300 * MS)).hasSize(1);
  }

  @Test
  void takesFilesThatAreRenamedIntoPlaceInTurn() throws IOException {
    for (long ms = 0; ms <= 500; ms += 5) {
      renameIntoPlace("a" + ms % 20 + ".yaml", ms);
      told("a" + ms % 20 + ".yaml", Awaited.Sign.APPEARED, ms * MS);
    }

    assertThat(files.due().orElseThrow()).isLessThanOrEqualTo(500 * MS);
    assertThat(taken(500 * MS)).hasSize(4);
  }

  @Test
  void takesAFileThatIsRemovedAndPutBackOverAndOver() throws IOException {
    Path file = write("a.yaml", export("web", "10.0.0.1"), Duration.ofSeconds(1));
    files.look(0);
    taken(0);
    for (long ms = 0; ms <= 310; ms += 10) {
      Files.delete(file);
      told("a.yaml", Awaited.Sign.SEEN, ms * MS);
      renameIntoPlace("a.yaml", ms);
      told("a.yaml", Awaited.Sign.APPEARED, (ms + 5) * MS);
    }

    assertThat(files.due()).hasValue(300 * MS);
    assertThat(taken(315 * MS)).hasSize(1);
  }

  @Test
  void takesAFileThatIsRewrittenOverAndOverInAPause() throws IOException {
    for (long ms = 0; ms <= 600; ms += 150) {
      write("a.yaml", export("web" + ms, "10.0.0.1"), Duration.ZERO);
      told("a.yaml", Awaited.Sign.WRITTEN, ms * MS);
    }

    assertThat(files.due()).hasValue(700 * MS);
    assertThat(taken(700 * MS)).hasSize(1);
  }

  @Test
  void waitsForAFileThatIsBeingWrittenWithoutAPause() throws IOException {
    for (long ms = 0; ms <= 2000; ms += 80) {
      write("a.yaml", "# so far: " + ms, Duration.ZERO);
      told("a.yaml", Awaited.Sign.WRITTEN, ms * MS);
      assertThat(taken(ms * MS)).isEmpty();
    }

    assertThat(files.due()).hasValue(2100 * MS);
  }

  private void renameIntoPlace(String name, long turn) throws IOException {
    write(".draft", export("web" + turn, "10.0.0.1"), Duration.ZERO);
    Files.move(
        directory.resolve(".draft"),
        directory.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
