package net.clusterlink.bench.figure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.clusterlink.bench.rival.Hops;
import net.clusterlink.bench.rival.Service;
import net.clusterlink.bench.rival.Variant;

/**
 * Processor time of a new session, and how many there are a second, with more and more event-loop
 * threads in both gateways.
 *
 * @param time how long a round lasts
 * @param warmUp how long gateways are loaded before the first round that counts
 */
public record GrowthThreadsFigure(Lanes lanes, Duration time, Duration warmUp)
    implements Figure<Size> {
  private static final String UNIT = "thread";

  @Override
  public String name() {
    return "growth-threads";
  }

  @Override
  public List<Reading> readings() {
    return List.of(Reading.lower(name(), "µs each"), Reading.higher(name() + "-rate", "1/s"));
  }

  @Override
  public List<Size> variants() {
    return Stream.of(1, 2, 4).map(threads -> new Size(threads, UNIT)).toList();
  }

  @Override
  public int warmUps(Size threads) {
    return 0;
  }

  @Override
  public Contestant enter(Size threads) {
    Hops hops = lanes.hops(Variant.CLUSTERLINK, threads.count());
    SessionsLoad.warmUp(hops.gateways(), hops.entry(Service.WEB), warmUp);
    return () -> {
      SessionsLoad load = SessionsLoad.run(hops.gateways(), hops.entry(Service.WEB), time);
      return Map.of(name(), load.cpuMicros(), name() + "-rate", load.outcome().perSecond());
    };
  }
}
