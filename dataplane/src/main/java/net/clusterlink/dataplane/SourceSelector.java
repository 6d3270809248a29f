package net.clusterlink.dataplane;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import net.clusterlink.api.Import;
import net.clusterlink.api.ImportSource;

/**
 * Says in which order the sources of one import are tried for a session: those of the best reached
 * peers first, and among these as the import's scheme asks. Any thread.
 */
final class SourceSelector {
  private final Reachability reachability;
  private final AtomicInteger turn = new AtomicInteger();

  SourceSelector(Reachability reachability) {
    this.reachability = reachability;
  }

  /** All sources of the import, in the order to try them. */
  List<ImportSource> order(Import imported, RandomGenerator random) {
    return switch (imported.lbScheme()) {
      case STATIC -> bestFirst(imported, UnaryOperator.identity());
      case ROUND_ROBIN -> rotated(imported, turn.getAndIncrement());
      case RANDOM -> bestFirst(imported, sources -> shuffled(sources, random));
    };
  }

  /**
   * The order that the next session would have, without taking its turn; of a random one, the order
   * in which the sources are written.
   */
  List<ImportSource> preview(Import imported) {
    return switch (imported.lbScheme()) {
      case STATIC, RANDOM -> bestFirst(imported, UnaryOperator.identity());
      case ROUND_ROBIN -> rotated(imported, turn.get());
    };
  }

  private List<ImportSource> rotated(Import imported, int next) {
    return bestFirst(imported, sources -> Reachability.rotated(sources, next));
  }

  private List<ImportSource> bestFirst(Import imported, UnaryOperator<List<ImportSource>> order) {
    return Reachability.bestFirst(
        imported.sources(), source -> reachability.of(source.peer()), order);
  }

  private static List<ImportSource> shuffled(List<ImportSource> sources, RandomGenerator random) {
    var order = new ArrayList<>(sources);
    Collections.shuffle(order, Random.from(random));
    return order;
  }
}
