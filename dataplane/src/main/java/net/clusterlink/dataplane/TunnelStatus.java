package net.clusterlink.dataplane;

import java.time.Instant;

/**
 * A tunnel that is established now.
 *
 * @param inUse whether a session is on it
 * @param bundle whether it carries small messages of other tunnels' sessions
 * @param retiring whether it takes no further session
 * @param since when it was established
 * @param farCertificateExpiry when the certificate of the far side ends
 */
public record TunnelStatus(
    TunnelInfo tunnel,
    boolean inUse,
    boolean bundle,
    boolean retiring,
    Instant since,
    Instant farCertificateExpiry) {}
