package net.clusterlink.dataplane;

import java.time.Duration;

/**
 * When heartbeats are sent, and what is made of their answers; the defaults are those of
 * docs/protocol.md.
 *
 * @param first from the moment a gateway is known to its first heartbeat
 * @param interval from one heartbeat to the next
 * @param slowInterval the same, while a gateway is unreachable
 * @param connect of the time-out, as much as name look-up and TCP may take
 * @param timeout a heartbeat that is not answered by then has failed
 * @param patience no sign for so long makes a gateway suspect, unless its round trip is over half
 *     of that. With {@code interval} it stays under the 2 s after which sessions go elsewhere.
 * @param failures in a row that make a gateway unreachable
 * @param successes in a row that make it reachable again
 */
record HeartbeatTiming(
    Duration first,
    Duration interval,
    Duration slowInterval,
    Duration connect,
    Duration timeout,
    Duration patience,
    int failures,
    int successes) {
  static final HeartbeatTiming DEFAULT =
      new HeartbeatTiming(
          Duration.ZERO,
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofSeconds(2),
          Duration.ofSeconds(3),
          Duration.ofMillis(750),
          5,
          3);
}
