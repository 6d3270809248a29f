package net.clusterlink.snapshot;

import java.util.List;
import net.clusterlink.api.AddressBlock;
import net.clusterlink.api.ResourceName;

/**
 * Which workloads name the client at an address.
 *
 * @param block the most specific block that holds the address
 * @param workloads those with this very block, in the order of their names; never empty
 */
public record AddressClaim(AddressBlock block, List<ResourceName> workloads) {
  public AddressClaim {
    workloads = List.copyOf(workloads);
    if (workloads.isEmpty()) {
      throw new IllegalArgumentException("no workload claims " + block);
    }
  }

  /** Whether several claim it equally, so that the client is unknown. */
  public boolean isAmbiguous() {
    return workloads.size() > 1;
  }
}
