package net.clusterlink.bench.figure;

import java.util.List;
import java.util.Map;
import net.clusterlink.bench.BenchException;
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
    long lost = hops.lostLogLines();
    SessionsLoad load = SessionsLoad.run(hops.gateways(), hops.entry(Service.WEB), setting.time());
    requireAllLogged(hops.lostLogLines() - lost);
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

  /** What is not written costs nothing, which others would not have been spared. */
  private static void requireAllLogged(long lost) {
    if (lost > 0) {
      throw new BenchException(
          "the gateways dropped %d lines of their logs during the load, so that it does not count; see that the temporary folder is fast enough, and not full"
              .formatted(lost));
    }
  }
}
