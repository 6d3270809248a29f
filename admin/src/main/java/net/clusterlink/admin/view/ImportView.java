package net.clusterlink.admin.view;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An import.
 *
 * @param targetPort the port it listens on, where that differs from {@code port}
 * @param listening the address it takes connections at now; absent when it does not
 * @param sources in the order written
 * @param sessions live ones that came through it
 */
public record ImportView(
    String name,
    String namespace,
    int port,
    Optional<Integer> targetPort,
    Optional<String> listening,
    String lbScheme,
    List<SourceView> sources,
    Map<String, String> labels,
    int sessions,
    List<ConditionView> conditions) {
  public ImportView {
    sources = List.copyOf(sources);
    labels = Map.copyOf(labels);
    conditions = List.copyOf(conditions);
  }
}
