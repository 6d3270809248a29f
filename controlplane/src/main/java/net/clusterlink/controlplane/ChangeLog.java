package net.clusterlink.controlplane;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import net.clusterlink.api.Kind;
import net.clusterlink.api.ResourceName;
import net.clusterlink.controlplane.store.Change;
import net.clusterlink.controlplane.store.ChangeSet;
import net.clusterlink.controlplane.store.ConfigProblem;
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
    set.mended().stream().limit(MOST).forEach(mended -> line(Level.INFO, "config mended", mended));
    set.appeared().stream()
        .limit(MOST)
        .forEach(appeared -> {
          switch (appeared.severity()) {
            case ERROR -> line(Level.ERROR, "config error", appeared);
            case WARNING -> line(Level.WARN, "config warning", appeared);
          }
        });
    int untold =
        Math.max(0, set.mended().size() - MOST) + Math.max(0, set.appeared().size() - MOST);
    if (untold > 0) {
      LOG.atWarn()
          .addKeyValue("untold", untold)
          .addKeyValue("errors", set.problems().errors())
          .addKeyValue("warnings", set.problems().warnings())
          .log("further config problems");
    }
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
    LOG.atInfo()
        .addKeyValue("generation", update.snapshot().generation())
        .addKeyValue("changes", set.changes().size())
        .addKeyValue("changed", names(set.changes()))
        .addKeyValue("errors", set.problems().errors())
        .addKeyValue("tookMicros", took.toNanos() / 1000)
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
      case Change.PolicyUnreadable(var policy) ->
          "refusing " + policy.namespace().map(ns -> "namespace " + ns).orElse("everything");
      case Change.PolicyMended(var policy) ->
          "no longer refusing "
              + policy.namespace().map(ns -> "namespace " + ns).orElse("everything");
    };
  }
}
