package net.clusterlink.bench.picture;

import java.util.Locale;

/** A document of SVG that grows element by element. Coordinates are pixels. */
final class Svg {
  private final int width;
  private final int height;
  private final String title;
  private final StringBuilder elements = new StringBuilder();

  /** An empty one on white ground, so that it can be read on any page. */
  Svg(int width, int height, String title) {
    this.width = width;
    this.height = height;
    this.title = title;
    element("rect", "width=\"%d\" height=\"%d\" rx=\"12\" fill=\"#ffffff\"", width, height);
  }

  /** A straight line. */
  void line(double x1, double y1, double x2, double y2, String colour, double thickness) {
    element(
        "line",
        "x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%.1f\"",
        x1,
        y1,
        x2,
        y2,
        colour,
        thickness);
  }

  /** A line through points, each {@code x,y}. */
  void path(String points, String colour) {
    element(
        "polyline", "points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"", points, colour);
  }

  /** A point, with words that show when it is pointed at. */
  void point(double x, double y, String colour, String words) {
    elements.append(
        String.format(
            Locale.ROOT,
            "  <circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"><title>%s</title></circle>%n",
            x,
            y,
            colour,
            escaped(words)));
  }

  /** Text at a point: where it is held, and how. */
  void text(double x, double y, Anchor anchor, String style, String words) {
    elements.append(
        String.format(
            Locale.ROOT,
            "  <text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>%n",
            x,
            y,
            anchor.name().toLowerCase(Locale.ROOT),
            style,
            escaped(words)));
  }

  /** Which part of a text stands where it is put. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  private void element(String name, String attributes, Object... values) {
    elements.append(String.format(Locale.ROOT, "  <" + name + " " + attributes + "/>%n", values));
  }

  /** The whole document. */
  String document() {
    return String.format(
            Locale.ROOT,
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" aria-labelledby="title"
                 font-family="system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif" font-size="13">
              <title id="title">%3$s</title>
            """,
            width,
            height,
            escaped(title))
        + elements
        + "</svg>\n";
  }

  private static String escaped(String words) {
    return words
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
