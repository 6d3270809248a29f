package net.clusterlink.cli.get;

import java.util.List;
import net.clusterlink.admin.view.SessionView;

/** Live sessions: who talks to whom, and by whose leave. */
final class SessionTable {
  static final Table<SessionView> TABLE =
      Table.of(
          SessionView.class,
          List.of(
              Column.of("ID", SessionView::id),
              Column.of("SIDE", SessionView::side),
              Column.of("STATE", SessionView::state),
              Column.of("CLIENT", SessionView::client),
              Column.of("IMPORT", session -> Words.optional(session.imported())),
              Column.of("EXPORT", session -> Words.optional(session.export())),
              Column.of("PEER", session -> Words.optional(session.peer())),
              Column.of("VERDICT", session -> Words.optional(session.verdict())),
              Column.of("TO SERVICE", session -> Quantity.bytes(session.bytesToService())),
              Column.of("TO CLIENT", session -> Quantity.bytes(session.bytesToClient())),
              Column.of("AGE", session -> Quantity.age(session.ageSeconds())),
              Column.wide("DECISION", session -> Words.optional(session.decidedBy())),
              Column.wide("ATTRIBUTES", session -> Words.labels(session.attributes()))));

  private SessionTable() {}
}
