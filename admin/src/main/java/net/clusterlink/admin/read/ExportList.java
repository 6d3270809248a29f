package net.clusterlink.admin.read;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.clusterlink.admin.view.ExportView;
import net.clusterlink.api.Export;
import net.clusterlink.api.ResourceName;
import net.clusterlink.dataplane.Side;

/** The exports, by namespace and name. */
final class ExportList {
  private final GatewayState state;
  private final Tally<ResourceName> sessions;

  private ExportList(GatewayState state) {
    this.state = state;
    sessions =
        Tally.of(
            state.sessions().stream(),
            session -> session.side() == Side.SERVICE ? session.export() : Optional.empty());
  }

  static Endpoint endpoint(GatewayState state) {
    return ListEndpoint.of(() -> new ExportList(state).views())
        .byNamespace((export, namespace) -> export.namespace().equals(namespace))
        .byName((export, path) -> path.equals(List.of(export.namespace(), export.name())));
  }

  private Stream<ExportView> views() {
    return state
        .snapshot()
        .exports()
        .values()
        .toJavaStream()
        .sorted(Comparator.comparing(Export::name))
        .map(this::view);
  }

  private ExportView view(Export export) {
    return new ExportView(
        export.name().name(),
        export.name().namespace(),
        export.host(),
        export.port(),
        export.metadata().labels(),
        sessions.of(export.name()),
        Conditions.of(export, state));
  }
}
