package net.clusterlink.dataplane;

import java.time.Duration;

/**
 * How long things may take; the defaults are those of docs/protocol.md.
 *
 * @param connect one TCP connection attempt
 * @param handshake TLS and hello together
 * @param open from an open to its answer
 * @param dial all attempts at a service's addresses together, name look-up included; shorter than
 *     {@code open}
 * @param ping sending nothing for so long is followed by a ping
 * @param silence hearing nothing for so long while reading means dead
 * @param freeTunnel a free tunnel is retired
 * @param tunnelAge any tunnel is retired
 * @param goodbye how long the accepting side waits after its goodbye
 */
public record Timeouts(
    Duration connect,
    Duration handshake,
    Duration open,
    Duration dial,
    Duration ping,
    Duration silence,
    Duration freeTunnel,
    Duration tunnelAge,
    Duration goodbye) {
  public static final Timeouts DEFAULT =
      new Timeouts(
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(15),
          Duration.ofSeconds(12),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofMinutes(5),
          Duration.ofHours(1),
          Duration.ofSeconds(5));
}
