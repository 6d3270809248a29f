package net.clusterlink.controlplane.store;

import net.clusterlink.api.yaml.Problem;

/** Something wrong with the configuration, and how much it matters. */
public record ConfigProblem(Severity severity, Problem problem) {

  /** Whether something is not in force because of it. */
  public enum Severity {
    /** Something written is not in force, or cannot do what it says. */
    ERROR,
    /** Everything written is in force, but likely not meant so. */
    WARNING
  }

  /** A problem that keeps something from taking effect. */
  public static ConfigProblem error(Problem problem) {
    return new ConfigProblem(Severity.ERROR, problem);
  }

  /** A problem that keeps nothing from taking effect. */
  public static ConfigProblem warning(Problem problem) {
    return new ConfigProblem(Severity.WARNING, problem);
  }

  /** {@code error: file:line: field: message; remedy}. */
  @Override
  public String toString() {
    return (severity == Severity.ERROR ? "error: " : "warning: ") + problem;
  }
}
