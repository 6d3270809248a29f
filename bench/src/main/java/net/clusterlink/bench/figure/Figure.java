package net.clusterlink.bench.figure;

import java.util.List;
import java.util.Map;
import net.clusterlink.bench.rival.Variant;

/**
 * What one kind of round measures: a row of the course's table, and what the same load tells beside
 * it.
 */
public interface Figure {
  /** What it is called. */
  String name();

  /** What a round yields; the first has the figure's own name. */
  List<Reading> readings();

  /** The variants that it is measured for. */
  List<Variant> variants();

  /** How many rounds of a variant go before the first that counts. */
  int warmUps(Variant variant);

  /** Prepares a variant. */
  Contestant enter(Variant variant);

  /** A variant that is ready for its rounds. */
  interface Contestant extends AutoCloseable {
    /** Measures once: a number for each reading, by its name. */
    Map<String, Double> round();

    /** Ends what was started for this figure alone. */
    @Override
    default void close() {}
  }
}
