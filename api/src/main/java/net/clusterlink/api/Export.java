package net.clusterlink.api;

import java.util.Optional;

/**
 * A local service offered to the fabric.
 *
 * @param host where the service runs: an IP address or a DNS name; empty means the Kubernetes
 *     Service of the same name and namespace
 * @param port 1–65535
 */
public record Export(Metadata metadata, Optional<String> host, int port) implements Resource {
  public Export {
    Port.require(port);
  }

  @Override
  public Kind kind() {
    return Kind.EXPORT;
  }
}
