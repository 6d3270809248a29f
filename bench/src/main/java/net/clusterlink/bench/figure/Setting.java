package net.clusterlink.bench.figure;

import java.time.Duration;
import java.util.List;
import net.clusterlink.bench.rival.Hops;
import net.clusterlink.bench.rival.Variant;

/**
 * What figures of load share.
 *
 * @param workers threads that each hop works with
 * @param time how long a round lasts
 * @param warmUp how long a variant that is compiled while it runs is loaded before the first round
 *     that counts; the others have a round
 */
public record Setting(
    Lanes lanes, List<Variant> variants, int workers, Duration time, Duration warmUp) {
  /** With a copy of the variants. */
  public Setting {
    variants = List.copyOf(variants);
  }

  Hops hops(Variant variant) {
    return lanes.hops(variant, workers);
  }

  int warmUps(Variant variant) {
    return variant == Variant.CLUSTERLINK ? Math.toIntExact(warmUp.dividedBy(time)) : 1;
  }

  /** The name of a figure in this setting. */
  String named(String figure) {
    return workers == 1 ? figure : "%s-workers-%d".formatted(figure, workers);
  }
}
