package net.clusterlink.bench.figure;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.clusterlink.bench.load.CrowdProcess;
import net.clusterlink.bench.process.Descriptors;
import net.clusterlink.bench.process.Garbage;
import net.clusterlink.bench.process.Pause;
import net.clusterlink.bench.process.Started;
import net.clusterlink.bench.process.Usage;
import net.clusterlink.bench.rival.Field;
import net.clusterlink.bench.rival.Hops;
import net.clusterlink.bench.rival.Service;
import net.clusterlink.bench.rival.Variant;
import net.clusterlink.bench.rival.Way;

/**
 * What an idle tunnel takes of both gateways' memory and processor time, and what a new session
 * costs beside so many. Each tunnel is held by a silent session, as a gateway keeps only some
 * hundreds that are free; the session's own share is in the figures. Of ten, only new sessions are
 * measured beside them.
 *
 * <p>What is held against is the same pair of gateways before the sessions open, after as much load
 * as it takes to compile them and to touch their heaps.
 *
 * @param time how long a load of sessions lasts
 * @param warmUp how long gateways are loaded before the tunnels come
 */
public record GrowthTunnelsFigure(Field field, Lanes lanes, Duration time, Duration warmUp)
    implements Figure<Size> {
  private static final String UNIT = "tunnel";

  /** The client's and the tunnel's, or the tunnel's and the service's. */
  private static final int DESCRIPTORS_OF_A_SESSION = 2;

  private static final Duration CALM = Duration.ofSeconds(5);

  /** Two pings of each tunnel, from whichever side, and their answers. */
  private static final Duration SILENCE = Duration.ofSeconds(12);

  private static final double KILO = 1e3;
  private static final double MICROS = 1e6;

  @Override
  public String name() {
    return "growth-tunnels";
  }

  @Override
  public List<Reading> readings() {
    return List.of(
        Reading.lower(name(), "kB each"),
        Reading.lower(name() + "-idle", "µs/s each"),
        Reading.lower(name() + "-session", "µs each"));
  }

  @Override
  public List<Size> variants() {
    return Stream.of(10, 1_000, 4_000).map(tunnels -> new Size(tunnels, UNIT)).toList();
  }

  @Override
  public int warmUps(Size tunnels) {
    return 0;
  }

  @Override
  public Contestant enter(Size tunnels) {
    Descriptors.require(tunnels.count() * DESCRIPTORS_OF_A_SESSION, tunnels.label());
    try (Started started = new Started()) {
      CrowdProcess crowd = started.add(CrowdProcess.start(tunnels.count()));
      Hops hops =
          started.add(
              field.start(
                  Variant.CLUSTERLINK,
                  Way.direct(
                      1,
                      Map.of(
                          Service.WEB,
                          lanes.services().getOrDefault(Service.WEB, 0),
                          Service.BULK,
                          crowd.service()))));
      SessionsLoad.warmUp(hops.gateways(), hops.entry(Service.WEB), warmUp);
      Idle without = Idle.of(hops);
      crowd.connect(hops.entry(Service.BULK));
      return new Held(tunnels, hops, without, started.keep());
    }
  }

  /**
   * What both gateways take while nothing happens.
   *
   * @param bytes of resident memory
   * @param load seconds of processor time in a second
   */
  private record Idle(long bytes, double load) {
    static Idle of(Hops hops) {
      Garbage.collect(hops.gateways());
      Pause.of(CALM);
      double before = Usage.cpuSeconds(hops.gateways());
      long start = System.nanoTime();
      Pause.of(SILENCE);
      double used = Usage.cpuSeconds(hops.gateways()) - before;
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Idle(Usage.residentBytes(hops.gateways()), used / seconds);
    }
  }

  private final class Held implements Contestant {
    private final Size tunnels;
    private final Hops hops;
    private final Idle without;
    private final Started started;

    Held(Size tunnels, Hops hops, Idle without, Started started) {
      this.tunnels = tunnels;
      this.hops = hops;
      this.without = without;
      this.started = started;
    }

    @Override
    public Map<String, Double> round() {
      // The load first: it leaves the few free tunnels behind it that it had left before.
      double session = SessionsLoad.run(hops.gateways(), hops.entry(Service.WEB), time).cpuMicros();
      if (!tunnels.showsShares()) {
        return Map.of(name() + "-session", session);
      }
      Idle with = Idle.of(hops);
      return Map.of(
          name(),
          (with.bytes() - without.bytes()) / KILO / tunnels.count(),
          name() + "-idle",
          (with.load() - without.load()) * MICROS / tunnels.count(),
          name() + "-session",
          session);
    }

    @Override
    public void close() {
      started.close();
    }
  }
}
