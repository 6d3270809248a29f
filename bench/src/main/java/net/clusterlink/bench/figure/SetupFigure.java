package net.clusterlink.bench.figure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.clusterlink.bench.BenchException;
import net.clusterlink.bench.load.Echo;
import net.clusterlink.bench.process.Pause;
import net.clusterlink.bench.process.Started;
import net.clusterlink.bench.rival.Field;
import net.clusterlink.bench.rival.Hops;
import net.clusterlink.bench.rival.Service;
import net.clusterlink.bench.rival.SlowLink;
import net.clusterlink.bench.rival.Variant;
import net.clusterlink.bench.rival.Way;

/**
 * From a client's connect to the first byte of the answer, where 40 ms go by for each round trip
 * between the hops. The connections before it have ended a while ago.
 */
public record SetupFigure(Field field, List<Variant> variants) implements Figure<Variant> {
  private static final Duration ROUND_TRIP = Duration.ofMillis(40);
  private static final Duration BETWEEN = Duration.ofMillis(250);
  private static final int CONNECTIONS = 8;
  private static final double MILLIS = 1e6;

  /** With a copy of the variants. */
  public SetupFigure {
    variants = List.copyOf(variants);
  }

  @Override
  public String name() {
    return "setup-40ms";
  }

  @Override
  public List<Reading> readings() {
    return List.of(Reading.lower(name(), "ms"));
  }

  @Override
  public int warmUps(Variant variant) {
    return variant == Variant.CLUSTERLINK ? 5 : 1;
  }

  @Override
  public Contestant enter(Variant variant) {
    try (Started started = new Started()) {
      Echo echo = started.add(Echo.start());
      Hops hops =
          started.add(
              field.start(
                  variant,
                  new Way(
                      1,
                      Map.of(Service.WEB, echo.port(), Service.BULK, echo.port()),
                      port -> started.add(SlowLink.to(port, ROUND_TRIP)).port())));
      return new Connecting(hops, started.keep());
    }
  }

  private final class Connecting implements Contestant {
    private final Hops hops;
    private final Started started;

    Connecting(Hops hops, Started started) {
      this.hops = hops;
      this.started = started;
    }

    @Override
    public Map<String, Double> round() {
      return Map.of(name(), median(hops.entry(Service.WEB)));
    }

    @Override
    public void close() {
      started.close();
    }
  }

  private static double median(int port) {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      Pause.of(BETWEEN);
      long start = System.nanoTime();
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
        client.setTcpNoDelay(true);
        Echo.ask(client);
        times.add(System.nanoTime() - start);
      } catch (IOException e) {
        throw new BenchException("a client failed: " + e.getMessage(), e);
      }
    }
    return times.stream().sorted().toList().get(CONNECTIONS / 2) / MILLIS;
  }
}
