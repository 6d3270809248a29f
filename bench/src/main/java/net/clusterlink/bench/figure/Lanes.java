package net.clusterlink.bench.figure;

import java.util.HashMap;
import java.util.Map;
import net.clusterlink.bench.rival.Field;
import net.clusterlink.bench.rival.Hops;
import net.clusterlink.bench.rival.Origins;
import net.clusterlink.bench.rival.Service;
import net.clusterlink.bench.rival.Variant;
import net.clusterlink.bench.rival.Way;

/** The hops that figures share: each is started once, when it is first needed, and stays warm. */
public final class Lanes implements AutoCloseable {
  private final Field field;
  private final Origins origins;
  private final Map<Lane, Hops> running = new HashMap<>();

  private record Lane(Variant variant, int workers) {}

  /** None yet. */
  public Lanes(Field field) {
    this.field = field;
    this.origins = Origins.start(field.folder("services"));
  }

  /** The hops of a variant. */
  Hops hops(Variant variant, int workers) {
    return running.computeIfAbsent(
        new Lane(variant, workers),
        lane -> field.start(lane.variant(), Way.direct(lane.workers(), origins.ports())));
  }

  /** The ports of the services behind all of them. */
  Map<Service, Integer> services() {
    return origins.ports();
  }

  @Override
  public void close() {
    running.values().forEach(Hops::close);
    origins.close();
  }
}
