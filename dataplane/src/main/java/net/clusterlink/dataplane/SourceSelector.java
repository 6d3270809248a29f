package net.clusterlink.dataplane;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import net.clusterlink.api.Import;
import net.clusterlink.api.ImportSource;

/** Says in which order the sources of one import are tried for a session. Any thread. */
final class SourceSelector {
  private final AtomicInteger turn = new AtomicInteger();

  /** All sources of the import, in the order to try them. */
  List<ImportSource> order(Import imported, RandomGenerator random) {
    List<ImportSource> sources = imported.sources();
    if (sources.size() == 1) {
      return sources;
    }
    return switch (imported.lbScheme()) {
      case STATIC -> sources;
      case ROUND_ROBIN ->
          startingAt(sources, Math.floorMod(turn.getAndIncrement(), sources.size()));
      case RANDOM -> startingAt(sources, random.nextInt(sources.size()));
    };
  }

  private static List<ImportSource> startingAt(List<ImportSource> sources, int first) {
    var order = new ArrayList<>(sources);
    Collections.rotate(order, -first);
    return order;
  }
}
