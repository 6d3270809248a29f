package net.clusterlink.cli.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** An answer of the read API, read for people or written for programs. */
public final class StructuredText {
  private static final JsonMapper MAPPER = JsonMapper.builder().addModule(new Jdk8Module()).build();

  private StructuredText() {}

  /** An answer as the record that it was written from. */
  public static <T> T read(JsonNode answer, Class<T> view) {
    try {
      return MAPPER.treeToValue(answer, view);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the answer is no " + view.getSimpleName(), e);
    }
  }

  /** An answer as JSON, over several lines. */
  public static String json(JsonNode answer) {
    return answer.toPrettyString() + "\n";
  }

  /** An answer as YAML. */
  public static String yaml(JsonNode answer) {
    var settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
    return new Dump(settings).dumpToString(MAPPER.convertValue(answer, Object.class));
  }
}
