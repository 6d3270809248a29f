package net.clusterlink.api;

import java.util.List;
import java.util.OptionalInt;

/**
 * A service of other peers made available locally.
 *
 * @param port the port local clients use, 1–65535
 * @param targetPort the port the gateway listens on, where it differs
 * @param sources where sessions may go, in the order written; never empty
 * @param lbScheme how a source is chosen for a session
 */
public record Import(
    Metadata metadata,
    int port,
    OptionalInt targetPort,
    List<ImportSource> sources,
    LoadBalancingScheme lbScheme)
    implements Resource {
  public Import {
    Port.require(port);
    targetPort.ifPresent(Port::require);
    sources = List.copyOf(sources);
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("an import needs a source");
    }
  }

  @Override
  public Kind kind() {
    return Kind.IMPORT;
  }

  /** The port to listen on: {@code targetPort}, else {@code port}. */
  public int listenPort() {
    return targetPort.orElse(port);
  }
}
