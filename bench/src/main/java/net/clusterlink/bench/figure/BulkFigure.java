package net.clusterlink.bench.figure;

import java.util.List;
import java.util.Map;
import net.clusterlink.bench.load.Iperf;
import net.clusterlink.bench.process.Usage;
import net.clusterlink.bench.rival.Hops;
import net.clusterlink.bench.rival.Service;

/**
 * Processor time of both gateways for each GB (10⁹ bytes) that arrives, as fast as it will go.
 *
 * @param streams how many sessions carry it
 */
public record BulkFigure(Setting setting, int streams) implements LoadFigure {
  private static final double GIGA = 1e9;

  @Override
  public String name() {
    return setting.named("bulk-" + streams);
  }

  @Override
  public List<Reading> readings() {
    return List.of(
        Reading.lower(name(), "cpu-s/GB"), Reading.higher(name() + "-throughput", "Gbit/s"));
  }

  @Override
  public Map<String, Double> round(Hops hops) {
    double before = Usage.cpuSeconds(hops.gateways());
    Iperf.Outcome outcome = new Iperf(streams, setting.time()).run(hops.entry(Service.BULK));
    double used = Usage.cpuSeconds(hops.gateways()) - before;
    return Map.of(
        name(),
        used / (outcome.bytes() / GIGA),
        name() + "-throughput",
        outcome.bitsPerSecond() / GIGA);
  }
}
