package net.clusterlink.bench.figure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
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
 * between the hops. The connections before it have ended a while ago. ClusterLink has carried some
 * thousand sessions by then, as in the other figures: until the JVM has compiled their way, one
 * takes several milliseconds more.
 */
public record SetupFigure(Field field, List<Variant> variants) implements Figure<Variant> {
  private static final Duration ROUND_TRIP = Duration.ofMillis(40);
  private static final Duration BETWEEN = Duration.ofMillis(250);
  private static final int CONNECTIONS = 8;
  private static final int WARMING_CLIENTS = 32;
  private static final int WARMING_CONNECTIONS = 200;
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
    return 1;
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
      if (variant == Variant.CLUSTERLINK) {
        warm(hops.entry(Service.WEB));
      }
      return new Connecting(hops, started.keep());
    }
  }

  private static void warm(int port) {
    List<FutureTask<Void>> clients = new ArrayList<>();
    for (int i = 0; i < WARMING_CLIENTS; i++) {
      var client =
          new FutureTask<Void>(
              () -> {
                for (int n = 0; n < WARMING_CONNECTIONS; n++) {
                  connect(port);
                }
              },
              null);
      clients.add(client);
      Thread.ofVirtual().start(client);
    }
    clients.forEach(SetupFigure::await);
  }

  private static void await(FutureTask<Void> client) {
    try {
      client.get();
    } catch (ExecutionException e) {
      throw new BenchException(
          client.exceptionNow().getMessage() + ", while gateways were warmed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted while clients connect", e);
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
      times.add(connect(port));
    }
    return times.stream().sorted().toList().get(CONNECTIONS / 2) / MILLIS;
  }

  /** Nanoseconds from the connect to the first byte of the answer. */
  private static long connect(int port) {
    long start = System.nanoTime();
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      client.setTcpNoDelay(true);
      Echo.ask(client);
      return System.nanoTime() - start;
    } catch (IOException e) {
      throw new BenchException("a client failed: " + e.getMessage(), e);
    }
  }
}
