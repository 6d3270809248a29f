package net.clusterlink.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import net.clusterlink.bench.figure.Figure;
import net.clusterlink.bench.figure.Figure.Contestant;
import net.clusterlink.bench.figure.Reading;
import net.clusterlink.bench.process.Started;
import net.clusterlink.bench.report.Samples;
import net.clusterlink.bench.rival.Entrant;

/**
 * Runs figures, one after another: in each round every entrant has its turn, each time another
 * first. A round counts when all have had theirs, so that those of the same number are pairs.
 */
final class Course {
  private final int rounds;
  private final PrintStream progress;

  Course(int rounds, PrintStream progress) {
    this.rounds = rounds;
    this.progress = progress;
  }

  /**
   * Runs them all, whichever of them fail.
   *
   * @param afterEach what is done when a figure has ended
   * @return what could not be measured, and why
   */
  List<String> run(List<? extends Figure<?>> figures, Samples samples, Runnable afterEach) {
    List<String> failures = new ArrayList<>();
    for (Figure<?> figure : figures) {
      try {
        run(figure, samples);
      } catch (BenchException e) {
        progress.printf("error: %s%n", e.getMessage());
        failures.add(e.getMessage());
      }
      afterEach.run();
    }
    return failures;
  }

  private <E extends Entrant> void run(Figure<E> figure, Samples samples) {
    try (Started started = new Started()) {
      Map<E, Contestant> contestants = new LinkedHashMap<>();
      for (E variant : figure.variants()) {
        contestants.put(
            variant, started.add(attempt(figure, variant, () -> figure.enter(variant))));
      }
      contestants.forEach((variant, contestant) -> warmUp(figure, variant, contestant));
      List<E> order = List.copyOf(contestants.keySet());
      for (int round = 0; round < rounds; round++) {
        Map<E, Map<String, Double>> values = new LinkedHashMap<>();
        for (int turn = 0; turn < order.size(); turn++) {
          E variant = order.get((turn + round) % order.size());
          Contestant contestant = contestants.getOrDefault(variant, Map::of);
          values.put(variant, attempt(figure, variant, contestant::round));
          say(figure, (round + 1) + "/" + rounds, variant, values.getOrDefault(variant, Map.of()));
        }
        order.forEach(
            variant -> record(figure, variant, values.getOrDefault(variant, Map.of()), samples));
      }
    }
  }

  private <E extends Entrant> void warmUp(Figure<E> figure, E variant, Contestant contestant) {
    for (int i = 0; i < figure.warmUps(variant); i++) {
      say(figure, "warm-up", variant, attempt(figure, variant, contestant::round));
    }
  }

  private static <E extends Entrant, T> T attempt(Figure<E> figure, E variant, Supplier<T> step) {
    try {
      return step.get();
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
