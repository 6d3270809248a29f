package net.clusterlink.snapshot;

import io.vavr.collection.TreeMap;
import java.util.List;
import java.util.Map;
import net.clusterlink.api.AddressBlock;
import net.clusterlink.api.ResourceName;

/**
 * The workloads that claim one block, each with the attributes of its clients. Persistent.
 *
 * @param attributesByWorkload in the order of the workloads' names
 */
record Claims(AddressBlock block, TreeMap<ResourceName, Map<String, String>> attributesByWorkload) {

  static Claims none(AddressBlock block) {
    return new Claims(block, TreeMap.empty());
  }

  Claims with(ResourceName workload, Map<String, String> attributes) {
    return new Claims(block, attributesByWorkload.put(workload, attributes));
  }

  Claims without(ResourceName workload) {
    return new Claims(block, attributesByWorkload.remove(workload));
  }

  List<ResourceName> workloads() {
    return attributesByWorkload.keySet().toJavaList();
  }

  boolean isEmpty() {
    return attributesByWorkload.isEmpty();
  }

  /** Those of the block's clients: empty, hence unknown, unless one workload alone claims it. */
  Map<String, String> attributes() {
    return attributesByWorkload.size() == 1 ? attributesByWorkload.head()._2 : Map.of();
  }
}
