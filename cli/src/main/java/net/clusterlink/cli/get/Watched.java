package net.clusterlink.cli.get;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.clusterlink.cli.get.Printer.Change;

/** The items of a list as they were last seen, and what differs when it is seen again. */
final class Watched {
  private final List<String> identity;
  private Map<List<String>, JsonNode> before = Map.of();

  Watched(List<String> identity) {
    this.identity = identity;
  }

  /**
   * An item that is not as it was.
   *
   * @param item as it is now, or was last when it is gone
   */
  record Difference(Change type, JsonNode item) {}

  /** Looks again; the first look has everything as added. */
  List<Difference> look(JsonNode listing) {
    Map<List<String>, JsonNode> now = new LinkedHashMap<>();
    Printer.items(listing).forEach(item -> now.put(identityOf(item), item));
    var differences = new ArrayList<Difference>();
    before.forEach((id, item) -> {
      if (!now.containsKey(id)) {
        differences.add(new Difference(Change.DELETED, item));
      }
    });
    now.forEach((id, item) -> {
      JsonNode earlier = before.get(id);
      if (earlier == null) {
        differences.add(new Difference(Change.ADDED, item));
      } else if (!steady(earlier).equals(steady(item))) {
        differences.add(new Difference(Change.MODIFIED, item));
      }
    });
    before = now;
    return differences;
  }

  private List<String> identityOf(JsonNode item) {
    return identity.stream().map(field -> item.path(field).asText()).toList();
  }

  /** The item without what never stands still. */
  private static JsonNode steady(JsonNode item) {
    JsonNode copy = item.deepCopy();
    without(copy);
    return copy;
  }

  private static void without(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(Listed.RESTLESS);
    }
    node.forEach(Watched::without);
  }
}
