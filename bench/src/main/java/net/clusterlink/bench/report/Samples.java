package net.clusterlink.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.clusterlink.bench.figure.Reading;
import net.clusterlink.bench.rival.Entrant;

/** The raw rounds: for each reading and entrant a number a round, in the order of the rounds. */
public final class Samples {
  private final Map<Reading, Map<Entrant, List<Double>>> rounds = new LinkedHashMap<>();

  /** Takes down what a round of an entrant yielded. */
  public void add(Reading reading, Entrant variant, double value) {
    rounds
        .computeIfAbsent(reading, _ -> new LinkedHashMap<>())
        .computeIfAbsent(variant, _ -> new ArrayList<>())
        .add(value);
  }

  /** The readings, in the order of the course. */
  public List<Reading> readings() {
    return List.copyOf(rounds.keySet());
  }

  /** The reading of a name. */
  public Optional<Reading> reading(String name) {
    return rounds.keySet().stream().filter(reading -> reading.name().equals(name)).findFirst();
  }

  /** The entrants that a reading was taken of. */
  public List<Entrant> variants(Reading reading) {
    return List.copyOf(rounds.getOrDefault(reading, Map.of()).keySet());
  }

  /** The rounds of an entrant. */
  public List<Double> rounds(Reading reading, Entrant variant) {
    return List.copyOf(rounds.getOrDefault(reading, Map.of()).getOrDefault(variant, List.of()));
  }
}
