package net.clusterlink.api.yaml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import net.clusterlink.api.Excerpt;
import net.clusterlink.api.NameRule;
import net.clusterlink.api.Port;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value of a document and where it stands. Each way of reading it gives the value, or notes what
 * is wrong with it and gives nothing.
 */
record Value(Node node, FieldPath path, Findings findings) {
  private static final Pattern DECIMAL = Pattern.compile("-?(?:0|[1-9][0-9]{0,8})");

  void refuse(String message, String remedy) {
    findings.refuse(node, path, message, remedy);
  }

  void warn(String message, String remedy) {
    findings.warn(node, path, message, remedy);
  }

  /** Whether it is empty, or says null. */
  boolean isNothing() {
    return ScalarForm.isNothing(node);
  }

  /** Whether it is a text without a letter. */
  boolean isEmptyText() {
    return node instanceof ScalarNode scalar && scalar.getValue().isEmpty() && !isNothing();
  }

  /** Any text. */
  Optional<String> text() {
    return scalar("text")
        .flatMap(scalar -> {
          String value = scalar.getValue();
          return switch (ScalarForm.of(scalar)) {
            case TEXT -> Optional.of(value);
            case NOTHING -> nothing();
            case BOOLEAN -> {
              refuse(
                  "is a boolean to YAML readers where text is needed",
                  "quote it: " + Excerpt.quoted(value));
              yield Optional.empty();
            }
            case NUMBER -> {
              refuse("is a number where text is needed", "quote it: " + Excerpt.quoted(value));
              yield Optional.empty();
            }
          };
        });
  }

  /** A text that keeps a rule. */
  Optional<String> text(NameRule rule) {
    return text()
        .filter(text -> {
          boolean allowed = rule.allows(text);
          if (!allowed) {
            refuse(Excerpt.quoted(text) + " is not a valid " + rule.title(), rule.remedy());
          }
          return allowed;
        });
  }

  /** One of several words. */
  <E> Optional<E> choice(E[] choices, Function<E, String> title) {
    return text()
        .flatMap(text -> {
          var found = Arrays.stream(choices).filter(c -> title.apply(c).equals(text)).findAny();
          if (found.isEmpty()) {
            var titles = Arrays.stream(choices).map(title).toList();
            refuse(
                Excerpt.quoted(text) + " is not known",
                Nearest.to(text, titles)
                    .map(nearest -> "did you mean " + nearest + "?")
                    .orElseGet(() -> "use " + oneOf(titles)));
          }
          return found;
        });
  }

  private static String oneOf(List<String> words) {
    return words.size() == 1
        ? words.getFirst()
        : String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
  }

  /** A port. */
  Optional<Integer> port() {
    return whole(Port.MIN, Port.MAX);
  }

  /** A whole number in plain decimal digits. */
  Optional<Integer> whole(int min, int max) {
    String remedy = "use one within " + min + "–" + max + ", in plain decimal digits";
    return scalar("a whole number")
        .flatMap(scalar -> {
          String value = scalar.getValue();
          return switch (ScalarForm.of(scalar)) {
            case NUMBER -> {
              Optional<Integer> number =
                  Optional.of(value)
                      .filter(digits -> DECIMAL.matcher(digits).matches())
                      .map(Integer::valueOf)
                      .filter(found -> found >= min && found <= max);
              if (number.isEmpty()) {
                refuse(
                    Excerpt.bare(value) + " is not a whole number within " + min + "–" + max,
                    remedy);
              }
              yield number;
            }
            case NOTHING -> nothing();
            case TEXT, BOOLEAN -> {
              boolean quoted = DECIMAL.matcher(value).matches();
              refuse(
                  Excerpt.quoted(value) + " is text where a whole number is needed",
                  quoted ? "remove the quotes" : remedy);
              yield Optional.empty();
            }
          };
        });
  }

  /** The fields of an object. */
  Optional<Fields> object() {
    if (node instanceof MappingNode mapping && hasTag(Tag.MAP)) {
      return Optional.of(Fields.of(mapping, this));
    }
    return refuseType("an object with fields");
  }

  /** The items of a list. */
  Optional<List<Value>> items() {
    if (node instanceof SequenceNode sequence && hasTag(Tag.SEQ)) {
      var items = new ArrayList<Value>();
      for (Node item : sequence.getValue()) {
        items.add(new Value(item, path.item(items.size()), findings));
      }
      return Optional.of(items);
    }
    return refuseType("a list");
  }

  private Optional<ScalarNode> scalar(String needed) {
    if (node instanceof ScalarNode scalar && hasTag(Tag.STR)) {
      return Optional.of(scalar);
    }
    return refuseType(needed);
  }

  private boolean hasTag(Tag tag) {
    return node.getTag().equals(tag);
  }

  private <T> Optional<T> nothing() {
    refuse("has no value", "give it one, or remove the field");
    return Optional.empty();
  }

  private <T> Optional<T> refuseType(String needed) {
    if (isNothing()) {
      return nothing();
    }
    var usual =
        switch (node) {
          case ScalarNode _ -> Tag.STR;
          case SequenceNode _ -> Tag.SEQ;
          default -> Tag.MAP;
        };
    if (!hasTag(usual)) {
      refuse(
          "has the tag " + Excerpt.quoted(node.getTag().getValue()),
          "remove the tag: none is read");
      return Optional.empty();
    }
    String found =
        switch (node) {
          case ScalarNode _ -> "a single value";
          case SequenceNode _ -> "a list";
          default -> "an object with fields";
        };
    refuse("is " + found + " where " + needed + " is needed", "write " + needed);
    return Optional.empty();
  }
}
