package net.clusterlink.dataplane;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import net.clusterlink.api.ResourceName;
import net.clusterlink.policy.Decision;

/**
 * A session's whole story, told once when it has ended: who, what, where, by which decision, how
 * much, how long and why it ended.
 *
 * @param id the same in both gateways, 32 hexadecimal digits
 * @param side which end of it this gateway was
 * @param imported the import that took the connection; on the client side only
 * @param export the export it went to, or was last tried at; empty when no source was left to try
 * @param peer the far peer; empty as for {@code export}
 * @param client where the client connected from; on the service side the far gateway's address
 * @param attributes the client's, all under {@code client.clusterlink.net/}; empty when unknown
 * @param decision this side's own, for the last source tried; empty when it did not come to one
 * @param reason why it ended
 * @param detail the reason in words, with names and addresses; may be empty
 * @param opened whether it was accepted, so that bytes could flow both ways
 * @param bytesToService from the client towards the service; 0 unless it was opened
 * @param bytesToClient from the service towards the client; 0 unless it was opened
 * @param duration from the client's connection, or the open's arrival, to the end
 */
public record SessionEnd(
    String id,
    Side side,
    Optional<ResourceName> imported,
    Optional<ResourceName> export,
    Optional<String> peer,
    InetSocketAddress client,
    Map<String, String> attributes,
    Optional<Decision> decision,
    EndReason reason,
    String detail,
    boolean opened,
    long bytesToService,
    long bytesToClient,
    Duration duration) {}
