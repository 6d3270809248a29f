package net.clusterlink.admin.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * How answers are written as JSON: the parts of records in their order, times as ISO 8601 has them,
 * the entries of maps in the order of their keys, and nothing for what is not known. Fields that
 * are not known are passed over on reading, so that an older reader understands a newer gateway.
 */
public final class ViewJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
          .build();

  private ViewJson() {}

  /** The JSON of a view, on one line. */
  public static String write(Object view) {
    try {
      return MAPPER.writeValueAsString(view) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of the read API cannot be written as JSON", e);
    }
  }

  /**
   * The view that JSON says.
   *
   * @throws IllegalArgumentException when it says no such view
   */
  public static <V> V read(JsonNode json, Class<V> type) {
    return MAPPER.convertValue(json, type);
  }
}
