package net.clusterlink.cli.get;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;

/** Rows under headers; an item that changed gets another row, as kubectl has it. */
final class TablePrinter implements Printer {
  private static final String GONE = "   (gone)";

  private final Table<?> table;
  private final boolean wide;
  private final PrintWriter out;
  private final Layout layout = new Layout();
  private boolean begun;

  TablePrinter(Table<?> table, boolean wide, PrintWriter out) {
    this.table = table;
    this.wide = wide;
    this.out = out;
  }

  @Override
  public void list(JsonNode listing) {
    List<List<String>> rows =
        Printer.items(listing).stream().map(item -> table.row(item, wide)).toList();
    if (rows.isEmpty()) {
      return;
    }
    rows.forEach(layout::fit);
    begin();
    rows.forEach(row -> out.println(layout.line(row)));
  }

  @Override
  public void change(Change type, JsonNode item) {
    List<String> row = table.row(item, wide);
    layout.fit(row);
    begin();
    out.println(layout.line(row) + (type == Change.DELETED ? GONE : ""));
  }

  private void begin() {
    if (!begun) {
      begun = true;
      layout.fit(table.headers(wide));
      out.println(layout.line(table.headers(wide)));
    }
  }
}
