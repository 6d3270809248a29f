package net.clusterlink.cli.get;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** The same as {@link JsonPrinter} in YAML; while watching, each change is a document. */
final class YamlPrinter implements Printer {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Dump dump =
      new Dump(
          DumpSettings.builder()
              .setDefaultFlowStyle(FlowStyle.BLOCK)
              .setUseUnicodeEncoding(false)
              .setSplitLines(false)
              .build());
  private final PrintWriter out;
  private final boolean watching;

  YamlPrinter(PrintWriter out, boolean watching) {
    this.out = out;
    this.watching = watching;
  }

  @Override
  public void list(JsonNode listing) {
    if (watching) {
      Printer.items(listing).forEach(item -> change(Change.ADDED, item));
    } else {
      out.print(dump.dumpToString(plain(listing)));
    }
  }

  @Override
  public void change(Change type, JsonNode item) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("type", type.name());
    event.put("object", plain(item));
    out.println("---");
    out.print(dump.dumpToString(event));
  }

  private static Map<String, Object> plain(JsonNode node) {
    return MAPPER.convertValue(node, new TypeReference<Map<String, Object>>() {});
  }
}
