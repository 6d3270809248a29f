package net.clusterlink.bench.figure;

import java.util.List;
import java.util.Map;
import net.clusterlink.bench.load.Wrk;
import net.clusterlink.bench.process.Usage;
import net.clusterlink.bench.rival.Hops;
import net.clusterlink.bench.rival.Service;

/** New sessions a second: 16 clients, each with one request a connection, as fast as it will go. */
public record SessionsFigure(Setting setting) implements LoadFigure {
  private static final int CONNECTIONS = 16;
  private static final double MICROS = 1e6;

  @Override
  public String name() {
    return setting.named("sessions");
  }

  @Override
  public List<Reading> readings() {
    return List.of(
        Reading.higher(name(), "1/s"),
        Reading.lower(name() + "-cpu", "µs each"),
        Reading.lower(name() + "-p50", "µs"),
        Reading.lower(name() + "-p99", "µs"));
  }

  @Override
  public Map<String, Double> round(Hops hops) {
    double before = Usage.cpuSeconds(hops.gateways());
    Wrk.Outcome outcome = new Wrk(CONNECTIONS, true, setting.time()).run(hops.entry(Service.WEB));
    double used = Usage.cpuSeconds(hops.gateways()) - before;
    return Map.of(
        name(),
        outcome.perSecond(),
        name() + "-cpu",
        used * MICROS / outcome.requests(),
        name() + "-p50",
        outcome.medianMicros(),
        name() + "-p99",
        outcome.p99Micros());
  }
}
