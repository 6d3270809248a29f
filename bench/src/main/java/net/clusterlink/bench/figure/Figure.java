package net.clusterlink.bench.figure;

import java.util.List;
import java.util.Map;
import net.clusterlink.bench.process.Resource;
import net.clusterlink.bench.rival.Entrant;

/**
 * What one kind of round measures: a row of the course's table, and what the same load tells beside
 * it.
 *
 * @param <E> what is compared
 */
public interface Figure<E extends Entrant> {
  /** What it is called. */
  String name();

  /** What a round yields; the first has the figure's own name. */
  List<Reading> readings();

  /** Whom or what it is measured for. */
  List<E> variants();

  /** How many rounds of an entrant go before the first that counts. */
  int warmUps(E variant);

  /** Prepares an entrant. */
  Contestant enter(E variant);

  /** An entrant that is ready for its rounds. */
  interface Contestant extends Resource {
    /** Measures once: a number for each reading, by its name. */
    Map<String, Double> round();

    /** Ends what was started for this figure alone. */
    @Override
    default void close() {}
  }
}
