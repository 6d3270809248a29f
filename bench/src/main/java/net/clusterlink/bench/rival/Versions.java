package net.clusterlink.bench.rival;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.clusterlink.bench.BenchException;
import net.clusterlink.bench.process.Program;

/**
 * Which versions of the other programs are measured.
 *
 * @param byProgram those that are installed, by the program's name, in the order of names
 */
public record Versions(Map<String, String> byProgram) {
  private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+[^\\s/]*");

  /** With a copy. */
  public Versions {
    byProgram = Collections.unmodifiableMap(new TreeMap<>(byProgram));
  }

  /**
   * Asks every program that is installed; of one that cannot be run, the reason stands for the
   * version.
   */
  public static Versions of(Field field) {
    Map<String, String> found = new TreeMap<>();
    for (Rival rival : Rival.values()) {
      field
          .find(rival.program())
          .ifPresent(program -> found.put(rival.program(), ask(program, rival.versionOption())));
    }
    return new Versions(found);
  }

  /** One that cannot be run is no reason not to measure the others. */
  private static String ask(Path program, String option) {
    try {
      return read(Program.run(Path.of("/"), List.of(program.toString(), option)));
    } catch (BenchException e) {
      return "(%s)".formatted(e.getMessage());
    }
  }

  /** The version in what a program says of itself, or all of it. */
  static String read(String said) {
    return VERSION
        .matcher(said)
        .results()
        .findFirst()
        .map(MatchResult::group)
        .orElseGet(said::strip);
  }

  /** For people. */
  @Override
  public String toString() {
    return byProgram.isEmpty()
        ? "no other program"
        : byProgram.entrySet().stream()
            .map(version -> version.getKey() + " " + version.getValue())
            .collect(Collectors.joining(", "));
  }
}
