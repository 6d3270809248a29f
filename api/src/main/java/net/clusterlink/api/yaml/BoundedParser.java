package net.clusterlink.api.yaml;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.parser.Parser;

/**
 * Holds a stream of events within limits while it flows, before anything is built from it. An alias
 * counts as all that it repeats, so no document can grow in the reading of its tree; one that
 * stands within its own anchor would never end and is refused.
 */
final class BoundedParser implements Parser {
  private final Parser parser;
  private final Limits limits;
  private final Deque<Open> open = new ArrayDeque<>();
  private final Map<Anchor, Integer> sizes = new HashMap<>();
  private int documents;
  private int values;
  private int aliases;

  /** A list or object whose end has not come yet. */
  private record Open(Optional<Anchor> anchor, int valuesBefore) {}

  BoundedParser(Parser parser, Limits limits) {
    this.parser = parser;
    this.limits = limits;
  }

  @Override
  public boolean checkEvent(Event.ID id) {
    return parser.checkEvent(id);
  }

  @Override
  public Event peekEvent() {
    return parser.peekEvent();
  }

  @Override
  public boolean hasNext() {
    return parser.hasNext();
  }

  @Override
  public Event next() {
    Event event = parser.next();
    switch (event) {
      case DocumentStartEvent _ -> begin(event);
      case CollectionStartEvent start -> {
        open.push(new Open(start.getAnchor(), values));
        start.getAnchor().ifPresent(sizes::remove);
        require(
            open.size() <= limits.depth(),
            "lists and objects stand within each other more than " + limits.depth() + " deep",
            "write it flatter",
            event);
        count(1, event);
      }
      case CollectionEndEvent _ -> {
        Open ended = open.pop();
        ended.anchor().ifPresent(anchor -> sizes.put(anchor, values - ended.valuesBefore()));
      }
      case ScalarEvent scalar -> {
        scalar.getAnchor().ifPresent(anchor -> sizes.put(anchor, 1));
        count(1, event);
      }
      case AliasEvent alias -> repeat(alias);
      default -> {}
    }
    return event;
  }

  private void begin(Event event) {
    documents++;
    require(
        documents <= limits.documents(),
        "the file has more than " + limits.documents() + " documents",
        "split it into several files",
        event);
    open.clear();
    sizes.clear();
    values = 0;
    aliases = 0;
  }

  private void repeat(AliasEvent alias) {
    aliases++;
    require(
        aliases <= limits.aliases(),
        "the document has more than " + limits.aliases() + " aliases",
        "write the values out",
        alias);
    boolean withinItself =
        open.stream().anyMatch(each -> each.anchor().filter(alias.getAlias()::equals).isPresent());
    require(
        !withinItself, "an alias stands within the value it repeats", "write the value out", alias);
    count(sizes.getOrDefault(alias.getAlias(), 1), alias);
  }

  private void count(int more, Event event) {
    values += more;
    require(
        values <= limits.values(),
        "the document has more than " + limits.values() + " values, counting those that repeat",
        "split it into several documents",
        event);
  }

  private static void require(boolean holds, String problem, String remedy, Event event) {
    if (!holds) {
      throw new LimitExceededException(problem, remedy, event.getStartMark());
    }
  }
}
