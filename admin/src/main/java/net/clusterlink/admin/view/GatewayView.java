package net.clusterlink.admin.view;

import java.time.Instant;
import java.util.Optional;

/**
 * One gateway of a peer.
 *
 * @param address {@code host:port}
 * @param state {@code reachable}, {@code suspect}, {@code unreachable}, or {@code unknown} before
 *     anything is known of it
 * @param since when it came to this state
 * @param roundTripMillis of the last answered heartbeat
 * @param failure what the last heartbeat met, when it was not answered
 */
public record GatewayView(
    String address,
    String state,
    Optional<Instant> since,
    Optional<Double> roundTripMillis,
    Optional<String> failure) {}
