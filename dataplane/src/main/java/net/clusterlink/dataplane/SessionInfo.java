package net.clusterlink.dataplane;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import net.clusterlink.api.ResourceName;
import net.clusterlink.policy.Decision;

/**
 * A session that lives now, as this side sees it.
 *
 * @param id as 32 hexadecimal digits, the same in the logs of both gateways
 * @param imported the import, on the client side
 * @param export the export it goes to; empty while no source was chosen
 * @param peer the far peer; empty while no source was chosen
 * @param client the client's address on the client side, the far gateway's on the service side
 * @param attributes those of the client; empty when it is unknown
 * @param decision what the policies of this side said last
 * @param open whether it carries bytes; before, it is being set up
 * @param begun when the client connected, or the far side's open came
 * @param bytesToService bytes carried so far
 * @param bytesToClient bytes carried so far
 */
public record SessionInfo(
    String id,
    Side side,
    Optional<ResourceName> imported,
    Optional<ResourceName> export,
    Optional<String> peer,
    InetSocketAddress client,
    Map<String, String> attributes,
    Optional<Decision> decision,
    boolean open,
    Instant begun,
    long bytesToService,
    long bytesToClient) {
  public SessionInfo {
    attributes = Map.copyOf(attributes);
  }
}
