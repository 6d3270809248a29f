package net.clusterlink.controlplane;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import net.clusterlink.api.Kind;
import net.clusterlink.api.ResourceName;
import net.clusterlink.controlplane.store.Change;
import net.clusterlink.controlplane.store.ChangeSet;
import net.clusterlink.controlplane.store.ConfigProblem;
import net.clusterlink.controlplane.store.ConfigProblem.Severity;
import net.clusterlink.controlplane.store.UnreadablePolicy;
import net.clusterlink.snapshot.SnapshotUpdate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Tells in the log, one line each, of problems that appear and are mended and of changes taken. */
final class ChangeLog {
  private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);

  /** Lines about problems, and names in one line, at most; a bad day must not fill the disk. */
  private static final int MOST = 50;

  void problems(ChangeSet set) {
    List<String> mended = mendedFiles(set);
    mended.stream()
        .limit(MOST)
        .forEach(file -> LOG.atInfo().addKeyValue("file", file).log("config mended"));
    set.appeared().stream()
        .limit(MOST)
        .forEach(appeared -> {
          switch (appeared.severity()) {
            case ERROR -> line(Level.ERROR, "config error", appeared);
            case WARNING -> line(Level.WARN, "config warning", appeared);
          }
        });
    int untold = Math.max(0, mended.size() - MOST) + Math.max(0, set.appeared().size() - MOST);
    if (untold > 0) {
      LOG.atWarn()
          .addKeyValue("untold", untold)
          .addKeyValue("errors", set.problems().errors())
          .addKeyValue("warnings", set.problems().warnings())
          .log("further config problems");
    }
  }

  /** A file is mended when its last error is; one error that gave way to another is not news. */
  private static List<String> mendedFiles(ChangeSet set) {
    return set.mended().stream()
        .filter(mended -> mended.severity() == Severity.ERROR)
        .map(mended -> mended.problem().at().file())
        .distinct()
        .filter(file -> !set.problems().hasError(file))
        .toList();
  }

  private static void line(Level level, String message, ConfigProblem told) {
    var problem = told.problem();
    LOG.atLevel(level)
        .addKeyValue("file", problem.at().file())
        .addKeyValue("line", problem.at().line())
        .addKeyValue("field", problem.field())
        .addKeyValue("problem", problem.message())
        .addKeyValue("remedy", problem.remedy())
        .log(message);
  }

  void taken(SnapshotUpdate update, ChangeSet set, Duration took) {
    set.changes().stream()
        .filter(Change.PolicyUnreadable.class::isInstance)
        .map(Change.PolicyUnreadable.class::cast)
        .limit(MOST)
        .forEach(unreadable ->
            LOG.atError()
                .addKeyValue("refused", reach(unreadable.policy()))
                .addKeyValue("cause", unreadable.policy().cause())
                .log("sessions are refused until a policy can be read"));
    LOG.atInfo()
        .addKeyValue("generation", update.snapshot().generation())
        .addKeyValue("changes", set.changes().size())
        .addKeyValue("changed", names(set.changes()))
        .addKeyValue("errors", set.problems().errors())
        .addKeyValue("took-us", took.toNanos() / 1000)
        .log("config in force");
  }

  private static String names(List<Change> changes) {
    String names =
        changes.stream().limit(MOST).map(ChangeLog::name).collect(Collectors.joining(", "));
    return changes.size() > MOST ? names + ", and " + (changes.size() - MOST) + " more" : names;
  }

  private static String name(Change change) {
    return switch (change) {
      case Change.Put(var resource) -> resource.kind() + " " + resource.name();
      case Change.Remove(Kind kind, ResourceName name) -> "-" + kind + " " + name;
      case Change.PolicyUnreadable(var policy) -> "refusing " + reach(policy);
      case Change.PolicyMended(var policy) -> "no longer refusing " + reach(policy);
    };
  }

  private static String reach(UnreadablePolicy policy) {
    return policy.namespace().map(namespace -> "namespace " + namespace).orElse("everything");
  }
}
