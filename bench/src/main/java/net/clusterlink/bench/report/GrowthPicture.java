package net.clusterlink.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.clusterlink.bench.BenchException;
import net.clusterlink.bench.figure.Reading;
import net.clusterlink.bench.figure.Size;
import net.clusterlink.bench.picture.Chart;
import net.clusterlink.bench.picture.Chart.Curve;
import net.clusterlink.bench.picture.Chart.Point;
import net.clusterlink.bench.picture.Charts;

/**
 * The picture of what a unit costs as there are more of them: a chart for each figure of growth.
 */
public final class GrowthPicture {
  private GrowthPicture() {}

  /**
   * Writes it.
   *
   * @return whether there was something to show
   * @throws BenchException when it cannot be written
   */
  public static boolean write(Samples samples, Path file) {
    List<Chart> charts = charts(samples);
    if (charts.isEmpty()) {
      return false;
    }
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, Charts.draw("What a unit costs as there are more of them", charts));
      return true;
    } catch (IOException e) {
      throw new BenchException("cannot write %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  static List<Chart> charts(Samples samples) {
    return Stream.of(
            chart(
                "Threads",
                "event-loop threads of each gateway",
                session(samples, "growth-threads"),
                Stream.empty()),
            chart(
                "Tunnels",
                "idle tunnels, each with a silent session",
                session(samples, "growth-tunnels-session"),
                curve(samples, "growth-tunnels", "memory of a tunnel, both gateways", "kB")),
            chart(
                "Imports",
                "imports of a gateway",
                session(samples, "growth-imports-session"),
                curve(samples, "growth-imports", "memory of an import", "kB")))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Chart> chart(
      String title, String axis, Stream<Curve> left, Stream<Curve> right) {
    List<Curve> curves = Stream.concat(left, right).toList();
    return curves.isEmpty() ? Optional.empty() : Optional.of(new Chart(title, axis, curves));
  }

  private static Stream<Curve> session(Samples samples, String reading) {
    return curve(samples, reading, "processor time of a new session", "µs");
  }

  private static Stream<Curve> curve(Samples samples, String reading, String name, String unit) {
    return samples.reading(reading).stream()
        .map(found -> new Curve(name, unit, points(samples, found)));
  }

  private static List<Point> points(Samples samples, Reading reading) {
    return samples.variants(reading).stream()
        .filter(Size.class::isInstance)
        .map(Size.class::cast)
        .map(size -> {
          Spread spread = Spread.of(samples.rounds(reading, size));
          return new Point(size.count(), spread.min(), spread.median(), spread.max());
        })
        .sorted(Comparator.comparingDouble(Point::at))
        .toList();
  }
}
