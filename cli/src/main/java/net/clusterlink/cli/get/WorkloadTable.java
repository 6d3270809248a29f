package net.clusterlink.cli.get;

import java.util.List;
import net.clusterlink.admin.view.WorkloadView;

/** Workloads: who the local clients are. */
final class WorkloadTable {
  static final Table<WorkloadView> TABLE =
      Table.of(
          WorkloadView.class,
          List.of(
              Column.of("NAMESPACE", WorkloadView::namespace),
              Column.of("NAME", WorkloadView::name),
              Column.of("ADDRESSES", workload -> String.join(",", workload.addresses())),
              Column.wide("COUNTS AS", WorkloadView::clientNamespace),
              Column.of("SERVICE ACCOUNT", workload -> Words.optional(workload.serviceAccount())),
              Column.of("LABELS", workload -> Words.labels(workload.labels()))));

  private WorkloadTable() {}
}
