package net.clusterlink.bench.process;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import net.clusterlink.bench.BenchException;
import org.jspecify.annotations.Nullable;

/**
 * A folder for what the course writes, keys among it: it is removed at the end, and when the course
 * is interrupted.
 */
public final class TemporaryFolder implements Resource {
  private static final int ATTEMPTS = 5;

  private final Path path;
  private final ShutdownHook hook;

  private TemporaryFolder(Path path) {
    this.path = path;
    this.hook = ShutdownHook.add("remove-" + path.getFileName(), this::remove);
  }

  /**
   * Makes one that only its owner can read.
   *
   * @throws BenchException when it cannot be made
   */
  public static TemporaryFolder create() {
    try {
      return new TemporaryFolder(Files.createTempDirectory("clusterlink-bench-"));
    } catch (IOException e) {
      throw new BenchException("cannot make a temporary folder: " + e.getMessage(), e);
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Removes it; processes that end at this moment may still write into it or remove files. */
  private void remove() {
    for (int attempt = 0; attempt < ATTEMPTS && Files.exists(path); attempt++) {
      if (attempt > 0) {
        Pause.aMoment();
      }
      try {
        Files.walkFileTree(path, new Remover());
      } catch (IOException stillThere) {
        // Is told below: an exception would hide why the course ended.
      }
    }
    if (Files.exists(path)) {
      System.err.printf("warning: %1$s, which holds keys, is still there: rm -r %1$s%n", path);
    }
  }

  @Override
  public void close() {
    hook.close();
    remove();
  }

  private static final class Remover extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path gone, IOException failure) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
