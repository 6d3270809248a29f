package net.clusterlink.bench;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.clusterlink.bench.figure.Figure;
import net.clusterlink.bench.figure.Figure.Contestant;
import net.clusterlink.bench.figure.Reading;
import net.clusterlink.bench.report.Samples;
import net.clusterlink.bench.rival.Entrant;

/**
 * Runs figures, one after another: in each round every entrant has its turn, each time another
 * first.
 */
final class Course {
  private final int rounds;
  private final PrintStream progress;

  Course(int rounds, PrintStream progress) {
    this.rounds = rounds;
    this.progress = progress;
  }

  <E extends Entrant> void run(Figure<E> figure, Samples samples) {
    Map<E, Contestant> contestants = new LinkedHashMap<>();
    try {
      for (E variant : figure.variants()) {
        contestants.put(variant, figure.enter(variant));
      }
      List<E> order = List.copyOf(contestants.keySet());
      for (E variant : order) {
        for (int i = 0; i < figure.warmUps(variant); i++) {
          say(figure, "warm-up", variant, measure(figure, variant, contestants));
        }
      }
      for (int round = 0; round < rounds; round++) {
        for (int turn = 0; turn < order.size(); turn++) {
          E variant = order.get((turn + round) % order.size());
          Map<String, Double> values = measure(figure, variant, contestants);
          record(figure, variant, values, samples);
          say(figure, (round + 1) + "/" + rounds, variant, values);
        }
      }
    } finally {
      contestants.values().forEach(Contestant::close);
    }
  }

  private static <E extends Entrant> Map<String, Double> measure(
      Figure<E> figure, E variant, Map<E, Contestant> contestants) {
    Contestant contestant = contestants.get(variant);
    if (contestant == null) {
      throw new IllegalStateException(variant.label() + " did not enter");
    }
    try {
      return contestant.round();
    } catch (BenchException e) {
      throw new BenchException(
          "%s of %s: %s".formatted(figure.name(), variant.label(), e.getMessage()), e);
    }
  }

  private static void record(
      Figure<?> figure, Entrant variant, Map<String, Double> values, Samples samples) {
    for (Reading reading : figure.readings()) {
      Double value = values.get(reading.name());
      if (value != null) {
        samples.add(reading, variant, value);
      }
    }
  }

  private void say(Figure<?> figure, String round, Entrant variant, Map<String, Double> values) {
    figure.readings().stream()
        .filter(reading -> values.containsKey(reading.name()))
        .findFirst()
        .ifPresent(reading ->
            progress.printf(
                Locale.ROOT,
                "%-16s %-8s %-14s %.2f %s%n",
                figure.name(),
                round,
                variant.label(),
                values.get(reading.name()),
                reading.unit()));
  }
}
