package net.clusterlink.bench.rival;

import java.util.List;
import net.clusterlink.bench.BenchException;
import net.clusterlink.bench.process.Resource;

/** Two hops that run. */
public interface Hops extends Resource {
  /** The port at which clients reach a service. */
  int entry(Service service);

  /** The processes that carry the sessions, and nothing else. */
  List<ProcessHandle> gateways();

  /**
   * How many lines of the connection log have been lost so far, as far as the hops tell.
   *
   * @throws BenchException when hops that tell do not answer
   */
  default long lostLogLines() {
    return 0;
  }
}
