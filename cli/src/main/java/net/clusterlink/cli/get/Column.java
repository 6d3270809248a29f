package net.clusterlink.cli.get;

import java.util.function.Function;

/**
 * A column of a table.
 *
 * @param wide whether it is shown only when asked for
 * @param cell its text for an item, as the gateway gives it
 */
record Column<V>(String header, boolean wide, Function<V, String> cell) {

  static <V> Column<V> of(String header, Function<V, String> cell) {
    return new Column<>(header, false, cell);
  }

  static <V> Column<V> wide(String header, Function<V, String> cell) {
    return new Column<>(header, true, cell);
  }
}
