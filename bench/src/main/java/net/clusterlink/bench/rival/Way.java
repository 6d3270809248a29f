package net.clusterlink.bench.rival;

import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * The way that two hops are to make.
 *
 * @param workers threads that each hop works with
 * @param services the ports of the services
 * @param link what stands between the hops: from the port where the second one listens to the port
 *     that the first one dials
 */
public record Way(int workers, Map<Service, Integer> services, IntUnaryOperator link) {
  /** With a copy of the ports. */
  public Way {
    services = Map.copyOf(services);
  }

  /** Two hops beside each other. */
  public static Way direct(int workers, Map<Service, Integer> services) {
    return new Way(workers, services, IntUnaryOperator.identity());
  }
}
