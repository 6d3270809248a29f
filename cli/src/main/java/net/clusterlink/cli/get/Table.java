package net.clusterlink.cli.get;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import net.clusterlink.admin.view.ViewJson;
import net.clusterlink.api.Excerpt;
import net.clusterlink.cli.admin.AdminClientException;

/** How the items of a list make rows. */
final class Table<V> {
  private static final String NOTHING = "-";

  private final Class<V> type;
  private final List<Column<V>> columns;

  private Table(Class<V> type, List<Column<V>> columns) {
    this.type = type;
    this.columns = columns;
  }

  static <V> Table<V> of(Class<V> type, List<Column<V>> columns) {
    return new Table<>(type, List.copyOf(columns));
  }

  List<String> headers(boolean wide) {
    return shown(wide).stream().map(Column::header).toList();
  }

  /**
   * The row of an item. Names and addresses are others' words, so what could move a terminal's
   * cursor is escaped.
   *
   * @throws AdminClientException when it is not such an item
   */
  List<String> row(JsonNode item, boolean wide) {
    V view = view(item);
    return shown(wide).stream().map(column -> text(column, view)).toList();
  }

  private V view(JsonNode item) {
    try {
      return ViewJson.read(item, type);
    } catch (IllegalArgumentException e) {
      throw new AdminClientException(
          AdminClientException.Kind.UNEXPECTED,
          "the gateway's answer is not understood; use a clusterlink of its version, or -o json",
          e);
    }
  }

  private List<Column<V>> shown(boolean wide) {
    return columns.stream().filter(column -> wide || !column.wide()).toList();
  }

  private static <V> String text(Column<V> column, V view) {
    String text = Excerpt.whole(column.cell().apply(view));
    return text.isEmpty() ? NOTHING : text;
  }
}
