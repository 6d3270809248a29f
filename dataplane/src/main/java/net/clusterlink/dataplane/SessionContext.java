package net.clusterlink.dataplane;

import io.netty.channel.EventLoop;
import java.time.Clock;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import net.clusterlink.snapshot.Snapshot;

/**
 * What every session of a gateway needs to know and to ask.
 *
 * @param peer this gateway's own peer
 * @param peerLabels that peer's labels
 * @param snapshot the one in force now
 * @param sessions those of an event loop
 * @param draining whether no new session is taken
 */
record SessionContext(
    String peer,
    Map<String, String> peerLabels,
    Supplier<Snapshot> snapshot,
    PeerLabels labels,
    Function<EventLoop, LoopSessions> sessions,
    DataplaneEvents events,
    Timeouts timeouts,
    Clock clock,
    RandomGenerator random,
    AddressDialer dialer,
    AddressDialer.Guard guard,
    BooleanSupplier draining) {}
