package net.clusterlink.bench.figure;

import java.time.Duration;
import java.util.List;
import net.clusterlink.bench.load.Wrk;
import net.clusterlink.bench.process.Usage;

/**
 * How a load of new sessions went: 16 clients, each with one request a connection, as fast as it
 * will go.
 *
 * @param cpuMicros processor time of a session
 */
record SessionsLoad(Wrk.Outcome outcome, double cpuMicros) {
  private static final int CONNECTIONS = 16;
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final double MICROS = 1e6;

  /** Lets gateways compile what sessions run; the load is short at first, when each takes long. */
  static void warmUp(List<ProcessHandle> gateways, int entry, Duration time) {
    run(gateways, entry, FIRST);
    run(gateways, entry, time);
  }

  /** Loads an entry; these gateways' processor time counts. */
  static SessionsLoad run(List<ProcessHandle> gateways, int entry, Duration time) {
    double before = Usage.cpuSeconds(gateways);
    Wrk.Outcome outcome = new Wrk(CONNECTIONS, true, time).run(entry);
    double used = Usage.cpuSeconds(gateways) - before;
    return new SessionsLoad(outcome, used * MICROS / outcome.requests());
  }
}
