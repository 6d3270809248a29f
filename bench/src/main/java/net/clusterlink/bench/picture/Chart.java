package net.clusterlink.bench.picture;

import java.util.List;

/**
 * Curves over one axis: the first has its scale at the left, the second at the right.
 *
 * @param title what grows
 * @param axis what the axis below counts
 */
public record Chart(String title, String axis, List<Curve> curves) {
  private static final int SIDES = 2;

  /**
   * With a copy of the curves.
   *
   * @throws IllegalArgumentException when there is none, or more than there are sides
   */
  public Chart {
    curves = List.copyOf(curves);
    if (curves.isEmpty() || curves.size() > SIDES) {
      throw new IllegalArgumentException("one curve or two, not " + curves.size());
    }
  }

  /**
   * A cost as something grows.
   *
   * @param name what costs
   * @param unit what the cost is counted in
   * @param points one or more, from left to right
   */
  public record Curve(String name, String unit, List<Point> points) {
    /**
     * With a copy of the points.
     *
     * @throws IllegalArgumentException when there is none
     */
    public Curve {
      points = List.copyOf(points);
      if (points.isEmpty()) {
        throw new IllegalArgumentException("no points of " + name);
      }
    }
  }

  /**
   * What some rounds came to.
   *
   * @param at how much there was of what grows
   */
  public record Point(double at, double low, double median, double high) {}
}
