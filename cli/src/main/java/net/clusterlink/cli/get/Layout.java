package net.clusterlink.cli.get;

import java.util.ArrayList;
import java.util.List;

/** Puts rows under each other; columns only ever widen, so that later rows fit the earlier ones. */
final class Layout {
  private static final String GAP = "   ";

  private final List<Integer> widths = new ArrayList<>();

  /** Makes room for these cells. */
  void fit(List<String> cells) {
    for (int i = 0; i < cells.size(); i++) {
      int length = cells.get(i).codePointCount(0, cells.get(i).length());
      if (i == widths.size()) {
        widths.add(length);
      } else {
        widths.set(i, Math.max(widths.get(i), length));
      }
    }
  }

  /** The cells as a line, without blanks at its end. */
  String line(List<String> cells) {
    var line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      line.append(cell);
      if (i < cells.size() - 1) {
        line.repeat(' ', widths.get(i) - cell.codePointCount(0, cell.length())).append(GAP);
      }
    }
    return line.toString().stripTrailing();
  }
}
