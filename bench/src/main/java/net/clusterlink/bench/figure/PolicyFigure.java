package net.clusterlink.bench.figure;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import net.clusterlink.bench.BenchException;
import net.clusterlink.bench.rival.Variant;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * One decision, measured with JMH in a process of its own; a round is one of its iterations.
 *
 * @param negative how many policies in a hundred use negative operators alone
 * @param rounds how many iterations
 */
public record PolicyFigure(int policies, int negative, int rounds) implements Figure<Variant> {
  private static final int USUAL_NEGATIVE = 5;
  private static final int WARM_UPS = 3;

  @Override
  public String name() {
    return "policy-" + policies + (negative == USUAL_NEGATIVE ? "" : "-negative");
  }

  @Override
  public List<Reading> readings() {
    return List.of(Reading.lower(name(), "µs"));
  }

  @Override
  public List<Variant> variants() {
    return List.of(Variant.CLUSTERLINK);
  }

  @Override
  public int warmUps(Variant variant) {
    return 0;
  }

  @Override
  public Contestant enter(Variant variant) {
    Iterator<Double> measured = measure().iterator();
    return () -> measured.hasNext() ? Map.of(name(), measured.next()) : Map.of();
  }

  private List<Double> measure() {
    try {
      return new Runner(
              new OptionsBuilder()
                  .include(PolicyBenchmark.class.getName())
                  .param("policies", Integer.toString(policies))
                  .param("negative", Integer.toString(negative))
                  .forks(1)
                  .warmupIterations(WARM_UPS)
                  .measurementIterations(rounds)
                  .warmupTime(TimeValue.seconds(1))
                  .measurementTime(TimeValue.seconds(1))
                  .verbosity(VerboseMode.SILENT)
                  .shouldFailOnError(true)
                  .build())
          .run().stream()
              .flatMap(run -> run.getBenchmarkResults().stream())
              .flatMap(
                  result -> StreamSupport.stream(result.getIterationResults().spliterator(), false))
              .map(iteration -> iteration.getPrimaryResult().getScore())
              .toList();
    } catch (RunnerException e) {
      throw new BenchException("JMH failed: " + e.getMessage(), e);
    }
  }
}
