package net.clusterlink.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The temporary directory and the processes of a demonstration. Closing it ends the processes, last
 * one first, and removes the directory; so does the end of the JVM. Any thread; the second to do so
 * waits for the first.
 */
final class Stage implements AutoCloseable {
  private final Path directory;
  private final List<StageProcess> processes = new ArrayList<>();
  private boolean closed;

  private Stage(Path directory) {
    this.directory = directory;
  }

  /** A new directory, and no process yet. */
  static Stage open() {
    try {
      Stage stage = new Stage(Files.createTempDirectory("clusterlink-demo-"));
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(stage::clear));
      return stage;
    } catch (IOException e) {
      throw new DemoException("a temporary directory cannot be made: " + e.getMessage(), e);
    }
  }

  Path directory() {
    return directory;
  }

  /** Starts a process that writes to {@code name.out} and {@code name.log} of the directory. */
  synchronized StageProcess start(String name, List<String> command) {
    ensureOpen();
    LogFile out = new LogFile(directory.resolve(name + ".out"));
    LogFile log = new LogFile(directory.resolve(name + ".log"));
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectOutput(out.path().toFile())
              .redirectError(log.path().toFile())
              .start();
      process.getOutputStream().close();
      StageProcess started = new StageProcess(name, process, out, log);
      processes.add(started);
      return started;
    } catch (IOException e) {
      throw new DemoException(name + " cannot be started: " + e.getMessage(), e);
    }
  }

  /** Puts a file in place at once, so that nobody reads a part of it. */
  Path write(String file, String content) {
    return write(file, content.getBytes(StandardCharsets.UTF_8));
  }

  /** The same, with bytes. */
  Path write(String file, byte[] content) {
    try {
      Path place = directory.resolve(file);
      Files.createDirectories(place.getParent());
      Path written = Files.write(directory.resolve("being-written"), content);
      return Files.move(
          written, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new DemoException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** Removes a file. */
  void remove(String file) {
    try {
      Files.delete(directory.resolve(file));
    } catch (IOException e) {
      throw new DemoException(file + " cannot be removed: " + e.getMessage(), e);
    }
  }

  /** Fails when it was closed meanwhile, because the user has had enough. */
  synchronized void ensureOpen() {
    if (closed) {
      throw new DemoException("the demonstration was ended", null);
    }
  }

  @Override
  public void close() {
    clear();
  }

  /** Ends the processes and removes the directory. Idempotent. */
  synchronized void clear() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      for (StageProcess process : processes.reversed()) {
        process.end();
      }
      removeDirectory();
    } catch (InterruptedException e) {
      processes.forEach(process -> process.process().destroyForcibly());
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(directory + " cannot be removed; remove it by hand", e);
    }
  }

  private void removeDirectory() throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
