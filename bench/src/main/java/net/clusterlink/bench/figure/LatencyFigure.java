package net.clusterlink.bench.figure;

import java.util.List;
import java.util.Map;
import net.clusterlink.bench.load.Wrk;
import net.clusterlink.bench.rival.Hops;
import net.clusterlink.bench.rival.Service;

/**
 * The time to an answer on sessions that stay open, as fast as it will go.
 *
 * @param connections how many sessions, each with one request at a time
 */
public record LatencyFigure(Setting setting, int connections) implements LoadFigure {

  @Override
  public String name() {
    return setting.named("latency-" + connections);
  }

  @Override
  public List<Reading> readings() {
    return List.of(
        Reading.lower(name(), "µs"),
        Reading.lower(name() + "-p99", "µs"),
        Reading.higher(name() + "-rate", "1/s"));
  }

  @Override
  public Map<String, Double> round(Hops hops) {
    Wrk.Outcome outcome = new Wrk(connections, false, setting.time()).run(hops.entry(Service.WEB));
    return Map.of(
        name(),
        outcome.medianMicros(),
        name() + "-p99",
        outcome.p99Micros(),
        name() + "-rate",
        outcome.perSecond());
  }
}
