package net.clusterlink.admin.view;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A workload: a local client known by its addresses.
 *
 * @param addresses single ones and blocks
 * @param clientNamespace the namespace its clients count as
 */
public record WorkloadView(
    String name,
    String namespace,
    List<String> addresses,
    String clientNamespace,
    Optional<String> serviceAccount,
    Map<String, String> labels) {
  public WorkloadView {
    addresses = List.copyOf(addresses);
    labels = Map.copyOf(labels);
  }
}
