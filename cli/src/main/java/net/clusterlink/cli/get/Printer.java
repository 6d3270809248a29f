package net.clusterlink.cli.get;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;

/** Writes a list, and afterwards what changes in it. For one thread. */
interface Printer {

  /** The whole list, as it is at first. */
  void list(JsonNode listing);

  /** What is different now; an item is whole again. */
  void change(Change type, JsonNode item);

  /** What became of an item, in the words of Kubernetes' watch. */
  enum Change {
    ADDED,
    MODIFIED,
    DELETED
  }

  /** The printer of this output. */
  static Printer of(Output output, Listed listed, PrintWriter out, boolean watching) {
    return switch (output) {
      case TABLE -> new TablePrinter(listed.table(), false, out);
      case WIDE -> new TablePrinter(listed.table(), true, out);
      case JSON -> new JsonPrinter(out, watching);
      case YAML -> new YamlPrinter(out, watching);
    };
  }

  /** The items of a list. */
  static List<JsonNode> items(JsonNode listing) {
    return listing.path("items").valueStream().toList();
  }
}
