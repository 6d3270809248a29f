package net.clusterlink.api.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** What was found in one document, up to a bound. Of one thread. */
final class Findings {
  private static final int MAX_PROBLEMS = 20;

  private final String file;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();
  private int untold;

  Findings(String file) {
    this.file = file;
  }

  void refuse(Node at, FieldPath field, String message, String remedy) {
    refuse(locate(at), field, message, remedy);
  }

  void refuse(Location at, FieldPath field, String message, String remedy) {
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(new Problem(at, field.text(), message, remedy));
    } else {
      untold++;
    }
  }

  void warn(Node at, FieldPath field, String message, String remedy) {
    if (warnings.size() < MAX_PROBLEMS) {
      warnings.add(new Problem(locate(at), field.text(), message, remedy));
    }
  }

  Location locate(Node node) {
    return new Location(file, node.getStartMark().map(Mark::getLine).orElse(0) + 1);
  }

  boolean anyRefused() {
    return !problems.isEmpty();
  }

  /** The value, made only while nothing was refused: then all parts of it have been read. */
  <T> Optional<T> unlessRefused(Supplier<T> value) {
    return anyRefused() ? Optional.empty() : Optional.of(value.get());
  }

  /** All that was refused, by line; one more says how many are left out. */
  List<Problem> problems() {
    var all = new ArrayList<>(problems);
    all.sort(Comparator.comparingInt(problem -> problem.at().line()));
    if (untold > 0) {
      all.add(
          new Problem(
              all.getLast().at(),
              "",
              untold + " more problems in this document",
              "mend those above and read it again"));
    }
    return all;
  }

  List<Problem> warnings() {
    return warnings;
  }
}
