package net.clusterlink.admin;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import net.clusterlink.api.ResourceName;
import net.clusterlink.dataplane.EndReason;
import net.clusterlink.dataplane.SessionEnd;
import net.clusterlink.dataplane.Side;

/**
 * Counts sessions. Their labels are bounded: peers are those with a certificate of the fabric,
 * imports and sources those configured, and an export that was asked for but does not exist is
 * counted as {@code unknown}.
 */
final class SessionMeters {
  /** With 4 series a route, 1 an ending and 19 a caller, about 10,000 series in all. */
  static final int MAX_ROUTES = 1_000;

  private static final int MAX_ENDINGS = 3_000;
  private static final int MAX_CALLERS = 150;
  private static final String ABSENT = "";
  private static final String UNKNOWN = "unknown";
  private static final String OTHER = "other";

  /** From a session on a free tunnel of a near peer to one that just missed its time-out. */
  private static final Duration[] OPEN_LATENCY_BUCKETS =
      DoubleStream.of(0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000)
          .mapToObj(ms -> Duration.ofNanos((long) (ms * 1_000_000)))
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Predicate<ResourceName> exports;
  private final BoundedLabels<Route, RouteMeters> routes;
  private final BoundedLabels<Ending, Counter> endings;
  private final BoundedLabels<Caller, Timer> openLatencies;

  private record Route(Side side, String imported, String export, String peer) {
    Tags tags() {
      return Tags.of("side", side.toString(), "import", imported, "export", export, "peer", peer);
    }

    Route other() {
      return new Route(side, OTHER, OTHER, OTHER);
    }
  }

  private record Ending(Route route, EndReason reason) {
    Ending other() {
      return new Ending(route.other(), reason);
    }
  }

  private record Caller(Side side, String peer) {
    Caller other() {
      return new Caller(side, OTHER);
    }
  }

  private record RouteMeters(
      Counter opened, AtomicLong live, Counter bytesToService, Counter bytesToClient) {}

  SessionMeters(MeterRegistry registry, Predicate<ResourceName> exports) {
    this.registry = registry;
    this.exports = exports;
    this.routes = new BoundedLabels<>(MAX_ROUTES, Route::other, this::routeMeters);
    this.endings = new BoundedLabels<>(MAX_ENDINGS, Ending::other, this::endingCounter);
    this.openLatencies = new BoundedLabels<>(MAX_CALLERS, Caller::other, this::openLatencyTimer);
  }

  void opened(
      Side side,
      Optional<ResourceName> imported,
      ResourceName export,
      String peer,
      Duration openLatency) {
    RouteMeters meters = routes.of(new Route(side, text(imported), export.toString(), peer));
    meters.opened().increment();
    meters.live().incrementAndGet();
    openLatencies.of(new Caller(side, peer)).record(openLatency);
  }

  void ended(SessionEnd end) {
    Route route =
        new Route(end.side(), text(end.imported()), exportLabel(end), end.peer().orElse(ABSENT));
    endings.of(new Ending(route, end.reason())).increment();
    if (end.opened()) {
      RouteMeters meters = routes.of(route);
      meters.live().decrementAndGet();
      meters.bytesToService().increment((double) end.bytesToService());
      meters.bytesToClient().increment((double) end.bytesToClient());
    }
  }

  /** An accepted session's export did exist, even if it is gone by now. */
  private String exportLabel(SessionEnd end) {
    boolean believed =
        end.side() == Side.CLIENT || end.opened() || end.export().filter(exports).isPresent();
    return believed ? text(end.export()) : end.export().map(name -> UNKNOWN).orElse(ABSENT);
  }

  private static String text(Optional<ResourceName> name) {
    return name.map(ResourceName::toString).orElse(ABSENT);
  }

  private RouteMeters routeMeters(Route route) {
    AtomicLong live = new AtomicLong();
    Gauge.builder(MetricNames.SESSIONS_LIVE, live, AtomicLong::get)
        .strongReference(true)
        .description("Sessions being carried now")
        .tags(route.tags())
        .register(registry);
    return new RouteMeters(
        counter(MetricNames.SESSIONS_OPENED, "Sessions accepted", route.tags()),
        live,
        bytes(route, "to-service"),
        bytes(route, "to-client"));
  }

  private Counter bytes(Route route, String direction) {
    return counter(
        MetricNames.SESSION_BYTES,
        "Bytes carried by sessions that have ended",
        route.tags().and("direction", direction));
  }

  private Counter endingCounter(Ending ending) {
    return counter(
        MetricNames.SESSIONS_ENDED,
        "Sessions ended, whether they were accepted or not",
        ending
            .route()
            .tags()
            .and(
                "outcome",
                ending.reason().outcome().toString(),
                "reason",
                ending.reason().toString(),
                "revoked_by",
                ending.reason().revokedBy().orElse(ABSENT)));
  }

  private Timer openLatencyTimer(Caller caller) {
    return Timer.builder(MetricNames.OPEN_LATENCY)
        .description("From the client's connection, or the open's arrival, to the accept")
        .tags("side", caller.side().toString(), "peer", caller.peer())
        .serviceLevelObjectives(OPEN_LATENCY_BUCKETS)
        .register(registry);
  }

  private Counter counter(String name, String description, Tags tags) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }
}
