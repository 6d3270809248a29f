package net.clusterlink.dataplane.explain;

import java.util.List;
import net.clusterlink.api.AddressBlock;
import net.clusterlink.api.ResourceName;

/** Who the client at an address is. */
public sealed interface ClientIdentity {

  /**
   * A workload names it.
   *
   * @param block by which of its addresses
   */
  record Known(ResourceName workload, AddressBlock block) implements ClientIdentity {}

  /** Several workloads name it by the same block, so it is unknown. */
  record Ambiguous(List<ResourceName> workloads, AddressBlock block) implements ClientIdentity {
    public Ambiguous {
      workloads = List.copyOf(workloads);
    }
  }

  /** No workload names it. */
  record Unknown() implements ClientIdentity {}
}
