package net.clusterlink.bench.picture;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import net.clusterlink.bench.picture.Chart.Curve;
import net.clusterlink.bench.picture.Chart.Point;
import net.clusterlink.bench.picture.Svg.Anchor;

/** Draws charts side by side. */
public final class Charts {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 340;
  private static final double LEFT = 52;
  private static final double RIGHT = WIDTH - 52.0;
  private static final double TOP = 100;
  private static final double BOTTOM = HEIGHT - 58.0;
  private static final double LINE = 18;

  /** How far the outermost points stand from the axes. */
  private static final double INSET = 16;

  private static final String INK = "#1d2733";
  private static final String GRID = "#d5dde6";
  private static final List<String> COLOURS = List.of("#2f6fbf", "#b3541e");

  private final Svg svg;
  private double x;

  private Charts(Svg svg) {
    this.svg = svg;
  }

  /**
   * The picture, as text of SVG.
   *
   * @param title what it shows, for those who cannot see it
   */
  public static String draw(String title, List<Chart> charts) {
    Svg svg = new Svg(WIDTH * Math.max(1, charts.size()), HEIGHT, title);
    Charts drawing = new Charts(svg);
    for (Chart chart : charts) {
      drawing.chart(chart);
      drawing.x += WIDTH;
    }
    return svg.document();
  }

  private void chart(Chart chart) {
    Scale across =
        Scale.over(
            chart.curves().stream()
                .flatMap(curve -> curve.points().stream())
                .map(Point::at)
                .toList(),
            x + LEFT + INSET,
            x + RIGHT - INSET);
    svg.text(x + WIDTH / 2.0, 30, Anchor.MIDDLE, bold(INK), chart.title());
    across
        .ticks()
        .forEach(tick ->
            svg.text(across.at(tick), BOTTOM + LINE, Anchor.MIDDLE, fill(INK), number(tick)));
    svg.text(x + WIDTH / 2.0, BOTTOM + 2 * LINE + 4, Anchor.MIDDLE, fill(INK), chart.axis());
    for (int side = 0; side < chart.curves().size(); side++) {
      curve(chart.curves().get(side), side, across);
    }
    svg.line(x + LEFT, BOTTOM, x + RIGHT, BOTTOM, INK, 1);
  }

  private void curve(Curve curve, int side, Scale across) {
    boolean isLeft = side == 0;
    String colour = COLOURS.get(side);
    Scale up =
        Scale.ofCosts(
            curve.points().stream()
                .flatMapToDouble(point -> DoubleStream.of(point.low(), point.high())),
            BOTTOM,
            TOP);
    for (double tick : up.ticks()) {
      double y = up.at(tick);
      if (isLeft) {
        svg.line(x + LEFT, y, x + RIGHT, y, GRID, 1);
      }
      svg.text(
          isLeft ? x + LEFT - 6 : x + RIGHT + 6,
          y + 4,
          isLeft ? Anchor.END : Anchor.START,
          fill(colour),
          number(tick));
    }
    svg.text(
        isLeft ? x + LEFT - 6 : x + RIGHT + 6,
        TOP - 12,
        isLeft ? Anchor.END : Anchor.START,
        fill(colour),
        curve.unit());
    svg.text(x + WIDTH / 2.0, 30 + LINE * (side + 1), Anchor.MIDDLE, fill(colour), curve.name());
    svg.path(
        curve.points().stream()
            .map(point ->
                String.format(
                    Locale.ROOT, "%.1f,%.1f", across.at(point.at()), up.at(point.median())))
            .collect(Collectors.joining(" ")),
        colour);
    for (Point point : curve.points()) {
      double at = across.at(point.at());
      svg.line(at, up.at(point.low()), at, up.at(point.high()), colour, 1);
      svg.point(
          at,
          up.at(point.median()),
          colour,
          "%s at %s: %s %s"
              .formatted(curve.name(), number(point.at()), number(point.median()), curve.unit()));
    }
  }

  private static String fill(String colour) {
    return "fill=\"" + colour + "\"";
  }

  private static String bold(String colour) {
    return fill(colour) + " font-size=\"15\" font-weight=\"600\"";
  }

  /** As short as it goes: a whole number, or one with two digits behind the point. */
  private static String number(double value) {
    return Math.abs(value - Math.rint(value)) < 1e-6
        ? String.format(Locale.ROOT, "%,d", Math.round(value))
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
