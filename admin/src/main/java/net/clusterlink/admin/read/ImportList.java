package net.clusterlink.admin.read;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import net.clusterlink.admin.view.ImportView;
import net.clusterlink.admin.view.SourceView;
import net.clusterlink.api.Condition;
import net.clusterlink.api.Import;
import net.clusterlink.api.ImportSource;
import net.clusterlink.api.ResourceName;
import net.clusterlink.dataplane.SessionInfo;
import net.clusterlink.snapshot.Snapshot;

/** The imports, by namespace and name. */
final class ImportList {
  private final GatewayState state;
  private final Snapshot snapshot;
  private final Reachability reachability;
  private final Tally<ResourceName> sessions;

  private ImportList(GatewayState state) {
    this.state = state;
    snapshot = state.snapshot();
    reachability = new Reachability(state.peers());
    sessions = Tally.of(state.sessions().stream(), SessionInfo::imported);
  }

  static Endpoint endpoint(GatewayState state) {
    return ListEndpoint.of(() -> new ImportList(state).views())
        .byNamespace((imported, namespace) -> imported.namespace().equals(namespace))
        .byName((imported, path) -> path.equals(List.of(imported.namespace(), imported.name())));
  }

  private Stream<ImportView> views() {
    return snapshot
        .imports()
        .values()
        .toJavaStream()
        .sorted(Comparator.comparing(Import::name))
        .map(this::view);
  }

  private ImportView view(Import imported) {
    OptionalInt targetPort = imported.targetPort();
    return new ImportView(
        imported.name().name(),
        imported.name().namespace(),
        imported.port(),
        targetPort.isPresent() ? Optional.of(targetPort.getAsInt()) : Optional.empty(),
        state.listening(imported.name()).map(Addresses::shown),
        imported.lbScheme().title(),
        imported.sources().stream().map(this::view).toList(),
        imported.metadata().labels(),
        sessions.of(imported.name()),
        Conditions.of(imported, state));
  }

  private SourceView view(ImportSource source) {
    Condition.Status reachable =
        snapshot.peer(source.peer()).isEmpty()
            ? Condition.Status.FALSE
            : reachability.status(source.peer());
    return new SourceView(
        source.peer(), source.export().namespace(), source.export().name(), reachable.toString());
  }
}
