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
    return Reachability.bestFirst(
        imported.sources(),
        source -> reachability.of(source.peer()),
        switch (imported.lbScheme()) {
          case STATIC -> UnaryOperator.identity();
          case ROUND_ROBIN -> {
            int next = turn.getAndIncrement();
            yield sources -> Reachability.rotated(sources, next);
          }
          case RANDOM -> sources -> shuffled(sources, random);
        });
  }

  private static List<ImportSource> shuffled(List<ImportSource> sources, RandomGenerator random) {
    var order = new ArrayList<>(sources);
    Collections.shuffle(order, Random.from(random));
    return order;
  }
}
