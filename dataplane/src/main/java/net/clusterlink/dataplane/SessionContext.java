package net.clusterlink.dataplane;

import java.time.Clock;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import net.clusterlink.snapshot.Snapshot;

/**
 * What every session of a gateway needs to know and to ask.
 *
 * @param peer this gateway's own peer
 * @param peerLabels that peer's labels
 * @param snapshot the one in force now
 * @param draining whether no new session is taken
 */
record SessionContext(
    String peer,
    Map<String, String> peerLabels,
    Supplier<Snapshot> snapshot,
    PeerLabels labels,
    SessionTable table,
    DataplaneEvents events,
    Timeouts timeouts,
    Clock clock,
    RandomGenerator random,
    AddressDialer dialer,
    AddressDialer.Guard guard,
    BooleanSupplier draining) {}
