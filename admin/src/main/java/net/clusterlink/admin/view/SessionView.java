package net.clusterlink.admin.view;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A live session.
 *
 * @param id the same on both sides, and in their logs
 * @param side {@code client} or {@code service}: which end of it this gateway is
 * @param state {@code opening}, or {@code open} once it carries bytes
 * @param imported namespace/name of the import, on the client side
 * @param export namespace/name of the export, once a source is chosen
 * @param peer the far peer, once a source is chosen
 * @param client the client's address on the client side, the far gateway's on the service side
 * @param attributes those of the client
 * @param verdict {@code allow} or {@code deny}, as this side decided last
 * @param decidedBy what that rests on, in words
 */
public record SessionView(
    String id,
    String side,
    String state,
    @JsonProperty("import") Optional<String> imported,
    Optional<String> export,
    Optional<String> peer,
    String client,
    Map<String, String> attributes,
    Optional<String> verdict,
    Optional<String> decidedBy,
    Instant begun,
    double ageSeconds,
    long bytesToService,
    long bytesToClient) {
  public SessionView {
    attributes = Map.copyOf(attributes);
  }
}
