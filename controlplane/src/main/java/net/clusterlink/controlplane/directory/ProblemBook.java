package net.clusterlink.controlplane.directory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.clusterlink.api.yaml.Problem;
import net.clusterlink.controlplane.store.ConfigProblem;
import net.clusterlink.controlplane.store.ConfigProblems;

/** The current problems by what they are about, and which came and went since last asked. */
final class ProblemBook {

  /** What a problem is about; each rule speaks for itself. */
  sealed interface Subject {
    record OfFile(String file) implements Subject {}

    record DefinedTwice(ObjectKey key) implements Subject {}

    record ListenPort(ObjectKey key) implements Subject {}

    record MissingPeer(ObjectKey key) implements Subject {}

    record SameAddress(ObjectKey key) implements Subject {}
  }

  private final Map<Subject, List<ConfigProblem>> bySubject = new HashMap<>();
  private final List<ConfigProblem> appeared = new ArrayList<>();
  private final List<ConfigProblem> mended = new ArrayList<>();
  private ConfigProblems current = ConfigProblems.none();

  /** Says all that is wrong about a subject now; an empty list when nothing is. */
  void set(Subject subject, List<ConfigProblem> now) {
    List<ConfigProblem> before =
        now.isEmpty() ? bySubject.remove(subject) : bySubject.put(subject, now);
    if (before == null) {
      before = List.of();
    }
    if (before.equals(now)) {
      return;
    }
    before.forEach(problem -> current = current.without(problem));
    now.forEach(problem -> current = current.with(problem));
    mended.addAll(before);
    appeared.addAll(now);
  }

  ConfigProblems current() {
    return current;
  }

  /** Takes what came and went, but for problems that only moved within their file. */
  Difference takeDifference() {
    var came = new LinkedHashMap<Object, ConfigProblem>();
    var went = new LinkedHashMap<Object, ConfigProblem>();
    appeared.forEach(problem -> came.put(essence(problem), problem));
    mended.forEach(problem -> went.put(essence(problem), problem));
    appeared.clear();
    mended.clear();
    var stayed = new ArrayList<>(came.keySet());
    stayed.retainAll(went.keySet());
    stayed.forEach(essence -> {
      came.remove(essence);
      went.remove(essence);
    });
    return new Difference(List.copyOf(came.values()), List.copyOf(went.values()));
  }

  record Difference(List<ConfigProblem> appeared, List<ConfigProblem> mended) {}

  private static Object essence(ConfigProblem problem) {
    Problem told = problem.problem();
    return List.of(
        problem.severity(), told.at().file(), told.field(), told.message(), told.remedy());
  }
}
