package net.clusterlink.api.yaml;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import net.clusterlink.api.Excerpt;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * The documents of a text as trees of nodes. The schema is the plainest, every scalar a string:
 * what a scalar stands for is decided by the field that reads it.
 */
final class DocumentStream {
  private static final String REMEDY = "mend it; from here on nothing was read";
  private static final String MALFORMED = "is not YAML: an escape or a directive is malformed";
  private static final int LONGEST_COMPLAINT = 200;

  /** The engine copies its buffer whenever a token outgrows it, so it starts out large. */
  private static final int LARGEST_BUFFER = 1 << 16;

  private final String file;
  private final StreamReader reader;
  private final Composer composer;

  DocumentStream(String file, String text, Limits limits) {
    this.file = file;
    var settings =
        LoadSettings.builder()
            .setSchema(new FailsafeSchema())
            .setBufferSize(Math.clamp(text.length(), 1024, LARGEST_BUFFER))
            .setAllowNonScalarKeys(true)
            .setMaxAliasesForCollections(limits.aliases())
            .setCodePointLimit(Integer.MAX_VALUE)
            .build();
    this.reader = new StreamReader(settings, text);
    var parser = new ParserImpl(settings, reader);
    this.composer = new Composer(settings, new BoundedParser(parser, limits));
  }

  /**
   * Gives each document in turn.
   *
   * @return what ended the stream early, if anything did
   */
  Optional<Problem> forEach(Consumer<Node> documents) {
    while (true) {
      Optional<Node> root;
      try {
        root = composer.hasNext() ? Optional.of(composer.next()) : Optional.empty();
      } catch (YamlEngineException e) {
        return Optional.of(problem(e));
      } catch (IllegalArgumentException e) {
        // So the engine answers escapes such as "\x" that lack their digits.
        return Optional.of(new Problem(here(), "", MALFORMED, REMEDY));
      }
      if (root.isEmpty()) {
        return Optional.empty();
      }
      documents.accept(root.get());
    }
  }

  private Problem problem(YamlEngineException e) {
    return switch (e) {
      case LimitExceededException limit ->
          new Problem(at(limit), "", limit.getProblem(), limit.remedy());
      case MarkedYamlEngineException marked ->
          new Problem(at(marked), "", complaint(marked), REMEDY);
      default -> new Problem(here(), "", "is not YAML: " + shown(e.getMessage()), REMEDY);
    };
  }

  private Location at(MarkedYamlEngineException e) {
    var mark = e.getProblemMark().or(e::getContextMark);
    return mark.map(found -> new Location(file, found.getLine() + 1)).orElseGet(this::here);
  }

  private Location here() {
    return new Location(file, reader.getLine() + 1);
  }

  private static String complaint(MarkedYamlEngineException e) {
    var parts = List.of(shown(e.getContext()), shown(e.getProblem()));
    return "is not YAML: "
        + String.join(", ", parts.stream().filter(part -> !part.isEmpty()).toList());
  }

  private static String shown(@Nullable String text) {
    return text == null ? "" : Excerpt.bare(text, LONGEST_COMPLAINT);
  }
}
