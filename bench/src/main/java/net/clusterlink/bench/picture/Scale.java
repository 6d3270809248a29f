package net.clusterlink.bench.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * From values to pixels along an axis.
 *
 * @param from the value at the first pixel
 * @param to the value at the last pixel
 * @param ticks the values that the axis names
 * @param isLogarithmic whether equal steps are equal ratios
 */
record Scale(
    double from, double to, double first, double last, List<Double> ticks, boolean isLogarithmic) {
  private static final double A_DECADE = 10;
  private static final int MOST_TICKS = 5;

  Scale {
    ticks = List.copyOf(ticks);
  }

  /** For how much there is: each value is named; in ratios where they span a decade. */
  static Scale over(List<Double> values, double first, double last) {
    List<Double> sorted = values.stream().distinct().sorted().toList();
    double from = sorted.getFirst();
    double to = sorted.getLast();
    return new Scale(from, to, first, last, sorted, from > 0 && to / from >= A_DECADE);
  }

  /** For costs: from nothing, or below it where a value is, to a round number above all. */
  static Scale ofCosts(DoubleStream values, double first, double last) {
    var summary = values.summaryStatistics();
    double least = Math.min(0, summary.getMin());
    double most = Math.max(summary.getMax(), Math.ulp(1f));
    double step = roundStep((most - least) / MOST_TICKS);
    double from = Math.floor(least / step) * step;
    double to = Math.ceil(most / step) * step;
    List<Double> ticks = new ArrayList<>();
    for (int i = 0; from + i * step <= to + step / 2; i++) {
      ticks.add(from + i * step);
    }
    return new Scale(from, to, first, last, ticks, false);
  }

  /** The least of 1, 2, 5, 10, 20, … (and 0.5, …) that is no less. */
  private static double roundStep(double least) {
    double decade = Math.pow(A_DECADE, Math.floor(Math.log10(least)));
    return DoubleStream.of(1, 2, 5)
        .map(digit -> digit * decade)
        .filter(step -> step >= least)
        .findFirst()
        .orElse(A_DECADE * decade);
  }

  /** The pixel of a value. */
  double at(double value) {
    if (from == to) {
      return (first + last) / 2;
    }
    double part =
        isLogarithmic ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
    return first + part * (last - first);
  }
}
