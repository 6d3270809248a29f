package net.clusterlink.cli.get;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The list as the gateway answers it; while watching, a line for each item and each change of one.
 * What is not ASCII is escaped, as it may not be meant for a terminal.
 */
final class JsonPrinter implements Printer {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final PrintWriter out;
  private final boolean watching;

  JsonPrinter(PrintWriter out, boolean watching) {
    this.out = out;
    this.watching = watching;
  }

  @Override
  public void list(JsonNode listing) {
    if (watching) {
      Printer.items(listing).forEach(item -> change(Change.ADDED, item));
    } else {
      out.println(write(listing, true));
    }
  }

  @Override
  public void change(Change type, JsonNode item) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("type", type.name());
    event.put("object", item);
    out.println(write(event, false));
  }

  private static String write(Object value, boolean pretty) {
    try {
      return pretty
          ? MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value)
          : MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was read as JSON can be written as JSON", e);
    }
  }
}
