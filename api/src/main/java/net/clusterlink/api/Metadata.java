package net.clusterlink.api;

import java.util.Map;

/**
 * What every resource says about itself.
 *
 * @param name its name, unique within its kind
 * @param labels its labels; those of a workload, a peer or a service become attributes of a session
 */
public record Metadata(ResourceName name, Map<String, String> labels) {
  public Metadata {
    labels = Map.copyOf(labels);
  }
}
