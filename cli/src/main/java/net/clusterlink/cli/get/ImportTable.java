package net.clusterlink.cli.get;

import java.util.List;
import java.util.stream.Collectors;
import net.clusterlink.admin.view.ImportView;
import net.clusterlink.admin.view.SourceView;

/** Imports: where each listens, and whether there is anybody behind it. */
final class ImportTable {
  static final Table<ImportView> TABLE =
      Table.of(
          ImportView.class,
          List.of(
              Column.of("NAMESPACE", ImportView::namespace),
              Column.of("NAME", ImportView::name),
              Column.of("LISTENING", imported -> Words.optional(imported.listening())),
              Column.of("SOURCES", ImportTable::sources),
              Column.of("LB", ImportView::lbScheme),
              Column.of("SESSIONS", imported -> Integer.toString(imported.sessions())),
              Column.of("READY", imported -> Words.ready(imported.conditions())),
              Column.wide("LABELS", imported -> Words.labels(imported.labels())),
              Column.of("PROBLEM", ImportTable::problem)));

  private ImportTable() {}

  /** Each peer once, with how many of its sources can be reached: {@code west 1/1 south 0/1}. */
  private static String sources(ImportView imported) {
    return imported.sources().stream()
        .map(SourceView::peer)
        .distinct()
        .map(peer -> {
          List<SourceView> there =
              imported.sources().stream().filter(source -> source.peer().equals(peer)).toList();
          return peer + " " + reachable(there) + "/" + there.size();
        })
        .collect(Collectors.joining(" "));
  }

  private static long reachable(List<SourceView> sources) {
    return sources.stream().filter(source -> source.reachable().equals("True")).count();
  }

  private static String problem(ImportView imported) {
    String problem = Words.problem(imported.conditions());
    boolean none =
        imported.sources().stream().allMatch(source -> source.reachable().equals("False"));
    return problem.isEmpty() && none ? "no source is reachable" : problem;
  }
}
