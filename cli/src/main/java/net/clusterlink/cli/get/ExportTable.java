package net.clusterlink.cli.get;

import java.util.List;
import net.clusterlink.admin.view.ExportView;
import net.clusterlink.api.HostPort;

/** Exports: what each offers. */
final class ExportTable {
  static final Table<ExportView> TABLE =
      Table.of(
          ExportView.class,
          List.of(
              Column.of("NAMESPACE", ExportView::namespace),
              Column.of("NAME", ExportView::name),
              Column.of("TARGET", ExportTable::target),
              Column.of("SESSIONS", export -> Integer.toString(export.sessions())),
              Column.of("READY", export -> Words.ready(export.conditions())),
              Column.wide("LABELS", export -> Words.labels(export.labels())),
              Column.of("PROBLEM", export -> Words.problem(export.conditions()))));

  private ExportTable() {}

  private static String target(ExportView export) {
    return new HostPort(export.host().orElse(export.name()), export.port()).toString();
  }
}
