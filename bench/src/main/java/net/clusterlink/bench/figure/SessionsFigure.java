package net.clusterlink.bench.figure;

import java.util.List;
import java.util.Map;
import net.clusterlink.bench.rival.Hops;
import net.clusterlink.bench.rival.Service;

/** New sessions a second: 16 clients, each with one request a connection, as fast as it will go. */
public record SessionsFigure(Setting setting) implements LoadFigure {
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
    SessionsLoad load = SessionsLoad.run(hops.gateways(), hops.entry(Service.WEB), setting.time());
    return Map.of(
        name(),
        load.outcome().perSecond(),
        name() + "-cpu",
        load.cpuMicros(),
        name() + "-p50",
        load.outcome().medianMicros(),
        name() + "-p99",
        load.outcome().p99Micros());
  }
}
