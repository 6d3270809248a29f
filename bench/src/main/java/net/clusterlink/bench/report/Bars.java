package net.clusterlink.bench.report;

import static net.clusterlink.bench.rival.Variant.HAPROXY_MTLS;
import static net.clusterlink.bench.rival.Variant.HAPROXY_PLAIN;

import java.util.List;
import java.util.stream.Stream;

/** The bars of the course; the table of its figures in docs/performance.md has them in words. */
final class Bars {
  /** What a decision among ten times the policies costs if it looks at each. */
  private static final double LINEAR = 10;

  private Bars() {}

  static List<Bar> all() {
    return Stream.of(
            Stream.of("bulk-1", "bulk-8").flatMap(Bars::bulk),
            Stream.of(
                Bar.times("sessions", HAPROXY_MTLS, 5, 6),
                Bar.times("sessions", HAPROXY_PLAIN, 0.8, 1)),
            Stream.of("latency-1", "latency-64").flatMap(Bars::latency),
            Stream.of(
                Bar.itself("setup-40ms", 45, 42),
                Bar.above("idle-memory", HAPROXY_MTLS, 350, 200),
                Bar.itself("policy-10000", 2, 1),
                Bar.itself("policy-10000-negative", 2, 1),
                Bar.growth("policy-10000", "policy-1000", Bar.ANY, LINEAR),
                Bar.growth("policy-10000-negative", "policy-1000-negative", Bar.ANY, LINEAR),
                Bar.itself("start", 1.2, 0.8),
                Bar.itself("change", 300, 100)))
        .flatMap(bars -> bars)
        .toList();
  }

  private static Stream<Bar> bulk(String figure) {
    return Stream.of(
        Bar.times(figure, HAPROXY_MTLS, 0.9, 0.8),
        Bar.times(figure, HAPROXY_PLAIN, 1.2, 1.05),
        Bar.times(figure + "-throughput", HAPROXY_MTLS, Bar.ANY, 1),
        Bar.times(figure + "-throughput", HAPROXY_PLAIN, Bar.ANY, 1));
  }

  private static Stream<Bar> latency(String figure) {
    return Stream.of(
        Bar.times(figure, HAPROXY_PLAIN, 1, 1),
        Bar.times(figure + "-p99", HAPROXY_MTLS, 1, 1),
        Bar.times(figure + "-p99", HAPROXY_PLAIN, Bar.ANY, 1));
  }
}
