package net.clusterlink.controlplane.store;

import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import io.vavr.collection.SortedMap;
import io.vavr.collection.TreeMap;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.clusterlink.controlplane.store.ConfigProblem.Severity;

/**
 * The current problems of the configuration, by file. Immutable; changed by making another, which
 * shares what did not change.
 */
public final class ConfigProblems {
  private static final ConfigProblems NONE = new ConfigProblems(TreeMap.empty(), 0, 0);
  private static final Comparator<ConfigProblem> BY_PLACE =
      Comparator.comparingInt((ConfigProblem problem) -> problem.problem().at().line())
          .thenComparing(problem -> problem.problem().field())
          .thenComparing(problem -> problem.problem().message());

  private final SortedMap<String, Set<ConfigProblem>> byFile;
  private final int errors;
  private final int warnings;

  private ConfigProblems(SortedMap<String, Set<ConfigProblem>> byFile, int errors, int warnings) {
    this.byFile = byFile;
    this.errors = errors;
    this.warnings = warnings;
  }

  /** No problem at all. */
  public static ConfigProblems none() {
    return NONE;
  }

  /** These and one more. */
  public ConfigProblems with(ConfigProblem problem) {
    var file = problem.problem().at().file();
    var before = byFile.getOrElse(file, HashSet.empty());
    return before.contains(problem) ? this : counted(file, before.add(problem), problem, 1);
  }

  /** These without one. */
  public ConfigProblems without(ConfigProblem problem) {
    var file = problem.problem().at().file();
    var before = byFile.getOrElse(file, HashSet.empty());
    return before.contains(problem) ? counted(file, before.remove(problem), problem, -1) : this;
  }

  private ConfigProblems counted(
      String file, Set<ConfigProblem> inFile, ConfigProblem problem, int by) {
    boolean error = problem.severity() == Severity.ERROR;
    return new ConfigProblems(
        inFile.isEmpty() ? byFile.remove(file) : byFile.put(file, inFile),
        errors + (error ? by : 0),
        warnings + (error ? 0 : by));
  }

  /** How many keep something from taking effect. */
  public int errors() {
    return errors;
  }

  /** How many keep nothing from taking effect. */
  public int warnings() {
    return warnings;
  }

  /** Whether a file has a problem that keeps something from taking effect. */
  public boolean hasError(String file) {
    return byFile
        .getOrElse(file, HashSet.empty())
        .exists(problem -> problem.severity() == Severity.ERROR);
  }

  public boolean isEmpty() {
    return byFile.isEmpty();
  }

  /** All of them, ordered by file and line. */
  public List<ConfigProblem> all() {
    return byFile().values().stream().flatMap(List::stream).toList();
  }

  /** All of them by file, files and lines in order. */
  public Map<String, List<ConfigProblem>> byFile() {
    var view = new LinkedHashMap<String, List<ConfigProblem>>();
    byFile.forEach(
        (file, problems) -> view.put(file, problems.toJavaStream().sorted(BY_PLACE).toList()));
    return java.util.Collections.unmodifiableMap(view);
  }

  @Override
  public String toString() {
    return errors + " errors, " + warnings + " warnings";
  }
}
