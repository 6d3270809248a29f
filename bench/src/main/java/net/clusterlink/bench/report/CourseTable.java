package net.clusterlink.bench.report;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import net.clusterlink.bench.figure.Reading;
import net.clusterlink.bench.figure.Reading.Better;
import net.clusterlink.bench.rival.Entrant;
import net.clusterlink.bench.rival.Variant;

/** The table for people: medians with their spread, and how ClusterLink stands to its bars. */
public final class CourseTable {
  private static final String ROW = "%-26s %-9s %-16s %10s  %-23s%n";
  private static final String BAR_ROW = "%-26s %-24s %9s  %-17s %-15s %s%n";

  private CourseTable() {}

  /** Prints it, with whom and what could not be measured. */
  public static void print(
      Samples samples, List<Variant> missing, List<String> failures, PrintStream out) {
    out.printf(Locale.ROOT, ROW, "figure", "unit", "variant", "median", "min–max");
    for (Reading reading : samples.readings()) {
      String name = reading.name();
      String unit = reading.unit();
      for (Entrant variant : samples.variants(reading)) {
        Spread spread = Spread.of(samples.rounds(reading, variant));
        out.printf(
            Locale.ROOT,
            ROW,
            name,
            unit,
            variant.label(),
            number(spread.median()),
            number(spread.min()) + "–" + number(spread.max()));
        name = "";
        unit = "";
      }
    }
    missing.forEach(variant ->
        out.printf(
            "%s was not measured: it is not installed, or not all of it; bench/setup installs it%n",
            variant.label()));
    failures.forEach(failure -> out.printf("not measured: %s%n", failure));
    printBars(samples, out);
  }

  private static void printBars(Samples samples, PrintStream out) {
    if (Bars.all().stream().noneMatch(bar -> samples.reading(bar.reading()).isPresent())) {
      return;
    }
    out.printf(
        Locale.ROOT, "%n" + BAR_ROW, "clusterlink", "against", "median", "min–max", "must", "aim");
    for (Bar bar : Bars.all()) {
      samples
          .reading(bar.reading())
          .ifPresent(reading ->
              bar.judge(samples, reading)
                  .ifPresent(spread ->
                      out.printf(
                          Locale.ROOT,
                          BAR_ROW,
                          bar.reading(),
                          bar.against(),
                          number(spread.median()),
                          number(spread.min()) + "–" + number(spread.max()),
                          limit(spread.median(), bar.must(), reading.better()),
                          limit(spread.median(), bar.aim(), reading.better()))));
    }
  }

  private static String limit(double value, double limit, Better better) {
    if (Double.isNaN(limit)) {
      return "";
    }
    return "%s %s %s"
        .formatted(
            better == Better.LOWER ? "≤" : "≥",
            number(limit),
            Bar.isMet(value, limit, better) ? "✓" : "✗");
  }

  /** With three digits that count. */
  private static String number(double value) {
    double size = Math.abs(value);
    String format = size >= 1000 ? "%,.0f" : size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
