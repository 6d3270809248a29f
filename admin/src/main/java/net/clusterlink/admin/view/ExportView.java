package net.clusterlink.admin.view;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An export.
 *
 * @param host where its service runs; absent when it is the Service of the same name
 * @param sessions live ones that go to it
 */
public record ExportView(
    String name,
    String namespace,
    Optional<String> host,
    int port,
    Map<String, String> labels,
    int sessions,
    List<ConditionView> conditions) {
  public ExportView {
    labels = Map.copyOf(labels);
    conditions = List.copyOf(conditions);
  }
}
