package net.clusterlink.admin.view;

import java.time.Instant;

/**
 * An established tunnel.
 *
 * @param direction {@code dialed} or {@code accepted}
 * @param remote the far address
 * @param inUse whether a session is on it
 * @param bundle whether it carries small messages of other tunnels' sessions
 * @param retiring whether it takes no further session
 * @param farCertificateExpiry when the certificate of the far side ends
 */
public record TunnelView(
    String peer,
    String direction,
    String remote,
    boolean inUse,
    boolean bundle,
    boolean retiring,
    Instant since,
    double ageSeconds,
    Instant farCertificateExpiry) {}
