package net.clusterlink.bench.rival;

import java.util.List;

/** Two hops that run. */
public interface Hops extends AutoCloseable {
  /** The port at which clients reach a service. */
  int entry(Service service);

  /** The processes that carry the sessions, and nothing else. */
  List<ProcessHandle> gateways();

  /** Ends them. */
  @Override
  void close();
}
