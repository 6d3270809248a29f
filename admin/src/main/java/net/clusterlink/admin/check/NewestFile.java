package net.clusterlink.admin.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The file of a folder that was changed last. */
record NewestFile(Path file, Instant changed) {
  private static final int MAX_DEPTH = 17;
  private static final int MAX_FILES = 40_000;

  /** Empty when there is none, or the folder cannot be read. */
  static Optional<NewestFile> in(Path folder) {
    try (Stream<Path> files = Files.walk(folder, MAX_DEPTH)) {
      return files
          .limit(MAX_FILES)
          .filter(Files::isRegularFile)
          .flatMap(file -> of(file).stream())
          .max(Comparator.comparing(NewestFile::changed));
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty(); // those who need its content say so
    }
  }

  private static Optional<NewestFile> of(Path file) {
    try {
      return Optional.of(new NewestFile(file, Files.getLastModifiedTime(file).toInstant()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
