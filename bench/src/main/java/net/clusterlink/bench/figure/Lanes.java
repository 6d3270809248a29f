package net.clusterlink.bench.figure;

import java.util.HashMap;
import java.util.Map;
import net.clusterlink.bench.process.Resource;
import net.clusterlink.bench.process.Started;
import net.clusterlink.bench.rival.Field;
import net.clusterlink.bench.rival.Hops;
import net.clusterlink.bench.rival.Origins;
import net.clusterlink.bench.rival.Service;
import net.clusterlink.bench.rival.Variant;
import net.clusterlink.bench.rival.Way;
import org.jspecify.annotations.Nullable;

/**
 * The hops that figures share, and the services behind them: each is started once, when it is first
 * needed, and stays warm.
 */
public final class Lanes implements Resource {
  private final Field field;
  private final Started started = new Started();
  private final Map<Lane, Hops> running = new HashMap<>();
  private @Nullable Origins origins;

  private record Lane(Variant variant, int workers) {}

  /** None yet. */
  public Lanes(Field field) {
    this.field = field;
  }

  /** The hops of a variant. */
  Hops hops(Variant variant, int workers) {
    return running.computeIfAbsent(
        new Lane(variant, workers),
        lane -> started.add(field.start(lane.variant(), Way.direct(lane.workers(), services()))));
  }

  /** The ports of the services behind all of them. */
  Map<Service, Integer> services() {
    if (origins == null) {
      origins = started.add(Origins.start(field.folder("services")));
    }
    return origins.ports();
  }

  @Override
  public void close() {
    started.close();
  }
}
