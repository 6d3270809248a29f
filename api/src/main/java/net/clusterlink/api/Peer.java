package net.clusterlink.api;

import java.util.List;

/**
 * Another location of the fabric, known by the DNS SAN of its certificate.
 *
 * @param gateways the addresses at which it is reached; never empty
 */
public record Peer(Metadata metadata, List<HostPort> gateways) implements Resource {
  public Peer {
    gateways = List.copyOf(gateways);
    if (gateways.isEmpty()) {
      throw new IllegalArgumentException("a peer needs a gateway");
    }
  }

  @Override
  public Kind kind() {
    return Kind.PEER;
  }
}
