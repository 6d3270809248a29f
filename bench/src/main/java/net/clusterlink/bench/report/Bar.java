package net.clusterlink.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.clusterlink.bench.figure.Reading;
import net.clusterlink.bench.figure.Reading.Better;
import net.clusterlink.bench.rival.Variant;

/**
 * What a reading of ClusterLink's is held against.
 *
 * @param reading its name
 * @param measure how it is compared
 * @param must the bar
 * @param aim where it is meant to end
 */
public record Bar(String reading, Measure measure, double must, double aim) {
  /** For a bar that only an aim is set for. */
  static final double ANY = Double.NaN;

  /** How a reading is compared. */
  sealed interface Measure {
    /** As it is. */
    record Itself() implements Measure {}

    /** As a part or a multiple of another variant's, round by round. */
    record Times(Variant rival) implements Measure {}

    /** As the difference to another variant's, round by round. */
    record Above(Variant rival) implements Measure {}

    /** As a multiple of another reading of ClusterLink's, round by round. */
    record TimesReading(String reading) implements Measure {}
  }

  static Bar times(String reading, Variant rival, double must, double aim) {
    return new Bar(reading, new Measure.Times(rival), must, aim);
  }

  static Bar above(String reading, Variant rival, double must, double aim) {
    return new Bar(reading, new Measure.Above(rival), must, aim);
  }

  /** For what may grow with what is measured, but only so much. */
  static Bar growth(String reading, String from, double must, double aim) {
    return new Bar(reading, new Measure.TimesReading(from), must, aim);
  }

  static Bar itself(String reading, double must, double aim) {
    return new Bar(reading, new Measure.Itself(), must, aim);
  }

  /** What the rounds come to; empty where one of both was not measured. */
  Optional<Spread> judge(Samples samples, Reading of) {
    List<Double> own = samples.rounds(of, Variant.CLUSTERLINK);
    List<Double> compared =
        switch (measure) {
          case Measure.Itself() -> own;
          case Measure.Times(Variant rival) -> paired(own, samples.rounds(of, rival), true);
          case Measure.Above(Variant rival) -> paired(own, samples.rounds(of, rival), false);
          case Measure.TimesReading(String from) ->
              samples
                  .reading(from)
                  .map(smaller -> paired(own, samples.rounds(smaller, Variant.CLUSTERLINK), true))
                  .orElseGet(List::of);
        };
    return compared.isEmpty() ? Optional.empty() : Optional.of(Spread.of(compared));
  }

  private static List<Double> paired(List<Double> own, List<Double> rivals, boolean ratio) {
    List<Double> pairs = new ArrayList<>();
    for (int round = 0; round < Math.min(own.size(), rivals.size()); round++) {
      pairs.add(ratio ? own.get(round) / rivals.get(round) : own.get(round) - rivals.get(round));
    }
    return pairs;
  }

  /** What it is held against, for people. */
  String against() {
    return switch (measure) {
      case Measure.Itself() -> "itself";
      case Measure.Times(Variant rival) -> "× " + rival.label();
      case Measure.Above(Variant rival) -> "above " + rival.label();
      case Measure.TimesReading(String from) -> "× " + from;
    };
  }

  static boolean isMet(double value, double limit, Better better) {
    return better == Better.LOWER ? value <= limit : value >= limit;
  }
}
