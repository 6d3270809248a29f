package net.clusterlink.admin.read;

import java.util.Comparator;
import java.util.List;
import net.clusterlink.admin.view.WorkloadView;
import net.clusterlink.api.AddressBlock;
import net.clusterlink.api.Workload;

/** The workloads, by namespace and name. */
final class WorkloadList {
  private WorkloadList() {}

  static Endpoint endpoint(GatewayState state) {
    return ListEndpoint.of(() ->
            state.snapshot().workloads().all().values().stream()
                .sorted(Comparator.comparing(Workload::name))
                .map(WorkloadList::view))
        .byNamespace((workload, namespace) -> workload.namespace().equals(namespace))
        .byName((workload, path) -> path.equals(List.of(workload.namespace(), workload.name())));
  }

  private static WorkloadView view(Workload workload) {
    return new WorkloadView(
        workload.name().name(),
        workload.name().namespace(),
        workload.addresses().stream().map(AddressBlock::toString).toList(),
        workload.clientNamespace().orElse(workload.name().namespace()),
        workload.serviceAccount(),
        workload.metadata().labels());
  }
}
