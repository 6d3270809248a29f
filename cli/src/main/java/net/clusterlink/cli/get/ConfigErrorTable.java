package net.clusterlink.cli.get;

import java.util.List;
import net.clusterlink.admin.view.ConfigErrorView;

/** What is wrong with the configuration, and what to do about it. */
final class ConfigErrorTable {
  static final Table<ConfigErrorView> TABLE =
      Table.of(
          ConfigErrorView.class,
          List.of(
              Column.of("SEVERITY", ConfigErrorView::severity),
              Column.of("PLACE", error -> error.file() + ":" + error.line()),
              Column.of("FIELD", ConfigErrorView::field),
              Column.of("PROBLEM", ConfigErrorView::message),
              Column.of("REMEDY", ConfigErrorView::remedy)));

  private ConfigErrorTable() {}
}
