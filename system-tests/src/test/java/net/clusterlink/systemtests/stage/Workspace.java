package net.clusterlink.systemtests.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The folder of a JVM's run of the tests, and the one fabric that all its classes share. */
public final class Workspace {
  private final Path folder;
  private final Fabric fabric;

  private Workspace(Path folder) {
    this.folder = folder;
    this.fabric = Fabric.create(emptied(folder), Link.EAST, Link.WEST, "north", "south");
  }

  /** The workspace of this run. */
  public static Workspace of(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(Workspace.class))
        .computeIfAbsent(Workspace.class, any -> new Workspace(ofThisJvm()), Workspace.class);
  }

  /** Classes run in several JVMs at once, and nothing is shared between those. */
  private static Path ofThisJvm() {
    return Path.of("target", "system-tests", Long.toString(ProcessHandle.current().pid()))
        .toAbsolutePath();
  }

  /** The fabric with peers east, west, north and south. */
  public Fabric fabric() {
    return fabric;
  }

  /** An empty folder for a test class; it is kept to be looked at. */
  public Path folderOf(Class<?> test) {
    return emptied(folder.resolve(test.getSimpleName()));
  }

  private static Path emptied(Path folder) {
    try {
      if (Files.exists(folder)) {
        List<Path> old;
        try (Stream<Path> walk = Files.walk(folder)) {
          old = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : old) {
          Files.delete(file);
        }
      }
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
