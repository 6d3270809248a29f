package net.clusterlink.api;

import java.util.List;
import java.util.Optional;

/**
 * A local client known by its addresses, as Pods are in Kubernetes. Its labels, namespace and
 * service account become attributes of the sessions it opens.
 *
 * @param addresses where it connects from; never empty
 * @param serviceAccount the account it runs under, if any
 * @param clientNamespace the namespace its clients count as; the workload's own unless said
 */
public record Workload(
    Metadata metadata,
    List<AddressBlock> addresses,
    Optional<String> serviceAccount,
    Optional<String> clientNamespace)
    implements Resource {
  public Workload {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("a workload needs an address");
    }
  }

  @Override
  public Kind kind() {
    return Kind.WORKLOAD;
  }
}
