package net.clusterlink.bench.figure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.clusterlink.bench.load.CrowdProcess;
import net.clusterlink.bench.process.Descriptors;
import net.clusterlink.bench.process.Pause;
import net.clusterlink.bench.process.Started;
import net.clusterlink.bench.process.Usage;
import net.clusterlink.bench.rival.Field;
import net.clusterlink.bench.rival.Hops;
import net.clusterlink.bench.rival.Service;
import net.clusterlink.bench.rival.Variant;
import net.clusterlink.bench.rival.Way;

/**
 * Resident memory of both gateways while sessions are open and silent, first after a minute of
 * silence, then every ten seconds: a spread between the rounds is a growth.
 */
public record IdleMemoryFigure(Field field, List<Variant> variants) implements Figure<Variant> {
  private static final int SESSIONS = 5_000;

  /** Both ends in the crowd, or both sides of a hop. */
  private static final int DESCRIPTORS_OF_A_SESSION = 2;

  private static final Duration SILENCE = Duration.ofMinutes(1);
  private static final Duration BETWEEN = Duration.ofSeconds(10);
  private static final double MEGA = 1e6;

  /** With a copy of the variants. */
  public IdleMemoryFigure {
    variants = List.copyOf(variants);
  }

  @Override
  public String name() {
    return "idle-memory";
  }

  @Override
  public List<Reading> readings() {
    return List.of(Reading.lower(name(), "MB"));
  }

  @Override
  public int warmUps(Variant variant) {
    return 0;
  }

  @Override
  public Contestant enter(Variant variant) {
    Descriptors.require(SESSIONS * DESCRIPTORS_OF_A_SESSION, "%d sessions".formatted(SESSIONS));
    try (Started started = new Started()) {
      CrowdProcess crowd = started.add(CrowdProcess.start(SESSIONS));
      int service = crowd.service();
      Hops hops =
          started.add(
              field.start(
                  variant, Way.direct(1, Map.of(Service.WEB, service, Service.BULK, service))));
      crowd.connect(hops.entry(Service.WEB));
      return new Silent(hops, System.nanoTime(), started.keep());
    }
  }

  private final class Silent implements Contestant {
    private final Hops hops;
    private final Started started;
    private long lookNs;

    Silent(Hops hops, long openNs, Started started) {
      this.hops = hops;
      this.started = started;
      this.lookNs = openNs + SILENCE.toNanos();
    }

    @Override
    public Map<String, Double> round() {
      Pause.of(Duration.ofNanos(Math.max(0, lookNs - System.nanoTime())));
      lookNs += BETWEEN.toNanos();
      return Map.of(name(), Usage.residentBytes(hops.gateways()) / MEGA);
    }

    @Override
    public void close() {
      started.close();
    }
  }
}
