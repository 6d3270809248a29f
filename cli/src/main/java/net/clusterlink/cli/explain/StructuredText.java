package net.clusterlink.cli.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * An answer of the read API, written for programs. What is not ASCII is escaped, as it may not be
 * meant for a terminal.
 */
public final class StructuredText {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private StructuredText() {}

  /** An answer as JSON, over several lines. */
  public static String json(JsonNode answer) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(answer) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was read as JSON can be written as JSON", e);
    }
  }

  /** An answer as YAML. */
  public static String yaml(JsonNode answer) {
    var settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setUseUnicodeEncoding(false)
            .setSplitLines(false)
            .build();
    return new Dump(settings).dumpToString(MAPPER.convertValue(answer, Object.class));
  }
}
