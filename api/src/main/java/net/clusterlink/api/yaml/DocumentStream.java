package net.clusterlink.api.yaml;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
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
  private static final int LONGEST_COMPLAINT = 200;

  /** The engine copies its buffer whenever a token outgrows it, so it starts out large. */
  private static final int LARGEST_BUFFER = 1 << 16;

  private final String file;
  private final Composer composer;
  private int lastLine = 1;

  DocumentStream(String file, String text, Limits limits) {
    this.file = file;
    var settings =
        LoadSettings.builder()
            .setSchema(new FailsafeSchema())
            .setBufferSize(Math.clamp(text.length(), 1024, LARGEST_BUFFER))
            .setAllowNonScalarKeys(false)
            .setMaxAliasesForCollections(limits.aliases())
            .setCodePointLimit(Integer.MAX_VALUE)
            .build();
    var parser = new ParserImpl(settings, new StreamReader(settings, text));
    this.composer = new Composer(settings, new BoundedParser(parser, limits));
  }

  /**
   * Gives each document in turn.
   *
   * @return what ended the stream early, if anything did
   */
  Optional<Problem> forEach(Consumer<Node> documents) {
    try {
      while (composer.hasNext()) {
        Node root = composer.next();
        lastLine = root.getStartMark().map(DocumentStream::line).orElse(lastLine);
        documents.accept(root);
      }
      return Optional.empty();
    } catch (YamlEngineException e) {
      return Optional.of(problem(e));
    }
  }

  private Problem problem(YamlEngineException e) {
    String remedy = "mend it; from here on nothing was read";
    return switch (e) {
      case LimitExceededException limit ->
          new Problem(at(limit), "", limit.getProblem(), limit.remedy());
      case MarkedYamlEngineException marked ->
          new Problem(at(marked), "", complaint(marked), remedy);
      default ->
          new Problem(
              new Location(file, lastLine), "", "is not YAML: " + shown(e.getMessage()), remedy);
    };
  }

  private Location at(MarkedYamlEngineException e) {
    var mark = e.getProblemMark().or(e::getContextMark);
    return new Location(file, mark.map(DocumentStream::line).orElse(lastLine));
  }

  private static int line(Mark mark) {
    return mark.getLine() + 1;
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
