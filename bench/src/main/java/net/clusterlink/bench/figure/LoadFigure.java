package net.clusterlink.bench.figure;

import java.util.List;
import java.util.Map;
import net.clusterlink.bench.rival.Hops;
import net.clusterlink.bench.rival.Variant;

/** A figure of a load on hops that it shares with others. */
sealed interface LoadFigure extends Figure<Variant>
    permits BulkFigure, SessionsFigure, LatencyFigure {
  /** What such figures share. */
  Setting setting();

  /** Loads these hops once. */
  Map<String, Double> round(Hops hops);

  @Override
  default List<Variant> variants() {
    return setting().variants();
  }

  @Override
  default int warmUps(Variant variant) {
    return setting().warmUps(variant);
  }

  @Override
  default Contestant enter(Variant variant) {
    Hops hops = setting().hops(variant);
    return () -> round(hops);
  }
}
