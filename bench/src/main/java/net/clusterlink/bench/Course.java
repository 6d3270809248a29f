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
 * first. A round counts when all have had theirs, so that those of the same number are pairs. One
 * in which a load fails is made again, a few times a figure.
 */
final class Course {
  private static final int SPARE_ROUNDS = 2;

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
      var spare = new Spare();
      contestants.forEach((variant, contestant) -> warmUp(figure, variant, contestant, spare));
      for (int i = 0; i < rounds; i++) {
        int number = i;
        spare
            .attempt(() -> round(figure, contestants, number))
            .forEach((variant, values) -> record(figure, variant, values, samples));
      }
    }
  }

  private <E extends Entrant> Map<E, Map<String, Double>> round(
      Figure<E> figure, Map<E, Contestant> contestants, int number) {
    List<E> order = List.copyOf(contestants.keySet());
    Map<E, Map<String, Double>> values = new LinkedHashMap<>();
    for (int turn = 0; turn < order.size(); turn++) {
      E variant = order.get((turn + number) % order.size());
      Contestant contestant = contestants.getOrDefault(variant, Map::of);
      Map<String, Double> measured = attempt(figure, variant, contestant::round);
      values.put(variant, measured);
      say(figure, (number + 1) + "/" + rounds, variant, measured);
    }
    return values;
  }

  private <E extends Entrant> void warmUp(
      Figure<E> figure, E variant, Contestant contestant, Spare spare) {
    for (int i = 0; i < figure.warmUps(variant); i++) {
      say(
          figure,
          "warm-up",
          variant,
          spare.attempt(() -> attempt(figure, variant, contestant::round)));
    }
  }

  /** What a figure may lose to a fault of the load or of who carries it, and have again. */
  private final class Spare {
    private int left = SPARE_ROUNDS;

    <T> T attempt(Supplier<T> round) {
      while (true) {
        try {
          return round.get();
        } catch (BenchException e) {
          if (left == 0) {
            throw e;
          }
          left--;
          progress.printf("again: %s%n", e.getMessage());
        }
      }
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
