package net.clusterlink.systemtests.stage;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Programs of this machine that are not of this product. */
public final class Installed {
  /** Where distributions keep what an ordinary user's path leaves out. */
  private static final List<Path> BESIDE_THE_PATH = List.of(Path.of("/usr/sbin"), Path.of("/sbin"));

  private static final Path POSTGRESQL = Path.of("/usr/lib/postgresql");

  private Installed() {}

  /**
   * The program of a name, in the PATH or beside it.
   *
   * @param origin the package that a Debian has it in, for the remedy
   */
  public static String program(String name, String origin) {
    return folders()
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .orElseThrow(() ->
            new AssertionError(
                "cannot run '%s': install package %s, or run ./verify, which does"
                    .formatted(name, origin)));
  }

  private static Stream<Path> folders() {
    Stream<Path> path = Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(Path::of);
    return Stream.of(path, BESIDE_THE_PATH.stream(), serversOfPostgresql())
        .flatMap(folders -> folders);
  }

  /** Each version has a folder of its own; the newest first. */
  private static Stream<Path> serversOfPostgresql() {
    List<Path> versions = new ArrayList<>();
    if (Files.isDirectory(POSTGRESQL)) {
      try (DirectoryStream<Path> folders = Files.newDirectoryStream(POSTGRESQL, "[0-9]*")) {
        folders.forEach(versions::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    versions.sort(
        Comparator.comparingDouble(
                (Path version) -> Double.parseDouble(version.getFileName().toString()))
            .reversed());
    return versions.stream().map(version -> version.resolve("bin"));
  }
}
