package net.clusterlink.api.yaml;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.clusterlink.api.Excerpt;
import net.clusterlink.api.NameRule;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/**
 * The fields of an object, each given once.
 *
 * @param object the whole of it
 * @param values by name; a name given twice is noted and left out, as either could be meant
 * @param twice the names given twice
 * @param sound whether each name could be read, was given once, and was known
 */
record Fields(Value object, Map<String, Value> values, Set<String> twice, boolean sound) {

  /** An object without fields. */
  static Fields none(Value object) {
    return new Fields(object, Map.of(), Set.of(), true);
  }

  static Fields of(MappingNode mapping, Value object) {
    var values = new LinkedHashMap<String, Value>();
    var first = new LinkedHashMap<String, Node>();
    var twice = new HashSet<String>();
    boolean readable = true;
    for (NodeTuple entry : mapping.getValue()) {
      Node key = entry.getKeyNode();
      var name = new Value(key, object.path(), object.findings()).text();
      if (name.isEmpty()) {
        readable = false;
        continue;
      }
      var field =
          new Value(entry.getValueNode(), object.path().field(name.get()), object.findings());
      var before = first.putIfAbsent(name.get(), key);
      if (before == null) {
        values.put(name.get(), field);
      } else {
        int line = object.findings().locate(before).line();
        object
            .findings()
            .refuse(key, field.path(), "is given twice, first in line " + line, "keep one of them");
        twice.add(name.get());
      }
    }
    values.keySet().removeAll(twice);
    return new Fields(object, values, twice, readable && twice.isEmpty());
  }

  /** These, with a note of every other than the known ones. */
  Fields only(String... known) {
    var names = List.of(known);
    boolean allKnown = true;
    for (var entry : values.entrySet()) {
      if (!names.contains(entry.getKey())) {
        allKnown = false;
        entry.getValue().refuse("is not a known field", remedy(entry.getKey(), names));
      }
    }
    return new Fields(object, values, twice, sound && allKnown);
  }

  private static String remedy(String name, List<String> known) {
    if (name.equals("<<")) {
      return "write the fields out, as merge keys are not read";
    }
    return Nearest.to(name, known)
        .map(nearest -> "did you mean " + nearest + "?")
        .orElse("remove it; known here: " + String.join(", ", known));
  }

  /** Whether a field is not given at all. */
  boolean isAbsent(String name) {
    return !values.containsKey(name) && !twice.contains(name);
  }

  /** A field that may be left out. */
  Optional<Value> optional(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** A field that may be left out or empty. */
  Optional<Value> nullable(String name) {
    return optional(name).filter(value -> !value.isNothing());
  }

  /** A field that may not be left out. */
  Optional<Value> required(String name, String remedy) {
    if (isAbsent(name)) {
      place(name).refuse("is missing", remedy);
    }
    return optional(name);
  }

  /** The items of a list that may be neither left out nor empty. */
  List<Value> oneOrMore(String name, String remedy) {
    var list = required(name, remedy);
    var items = list.flatMap(Value::items);
    if (items.isPresent() && items.get().isEmpty()) {
      place(name).refuse("is empty", remedy);
    }
    return items.orElse(List.of());
  }

  /** Where a field is, or in which object it would be. */
  Value place(String name) {
    return optional(name)
        .orElseGet(() -> new Value(object.node(), object.path().field(name), object.findings()));
  }

  Findings findings() {
    return object.findings();
  }

  /** Its fields as texts: labels or annotations. */
  Map<String, String> texts(NameRule keys) {
    return texts(keys, Optional.empty());
  }

  /** Its fields as texts that keep a rule: labels. */
  Map<String, String> texts(NameRule keys, NameRule texts) {
    return texts(keys, Optional.of(texts));
  }

  private Map<String, String> texts(NameRule keys, Optional<NameRule> rule) {
    var texts = new LinkedHashMap<String, String>();
    values.forEach((key, value) -> {
      if (!keys.allows(key)) {
        value.refuse(Excerpt.quoted(key) + " is not a valid " + keys.title(), keys.remedy());
      }
      rule.map(value::text).orElseGet(value::text).ifPresent(text -> texts.put(key, text));
    });
    return texts;
  }
}
