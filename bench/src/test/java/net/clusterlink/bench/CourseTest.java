package net.clusterlink.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.clusterlink.bench.figure.Figure;
import net.clusterlink.bench.figure.Reading;
import net.clusterlink.bench.figure.Reading.Better;
import net.clusterlink.bench.report.Samples;
import net.clusterlink.bench.rival.Variant;
import org.junit.jupiter.api.Test;

class CourseTest {
  private static final int NEVER = Integer.MAX_VALUE;

  private final Samples samples = new Samples();
  private final List<String> happened = new ArrayList<>();
  private final Course course =
      new Course(
          3, new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));

  @Test
  void letsEachBeginInTurn() {
    course.run(List.of(new Counting("one", NEVER, NEVER)), samples, () -> happened.add("written"));

    assertThat(happened)
        .containsExactly(
            "clusterlink 1",
            "haproxy-mtls 1",
            "clusterlink 2",
            "haproxy-mtls 2",
            "haproxy-mtls 3",
            "clusterlink 3",
            "clusterlink 4",
            "haproxy-mtls 4",
            "haproxy-mtls ended",
            "clusterlink ended",
            "written");
  }

  @Test
  void pairsRoundsAndLeavesWarmUpsOut() {
    Counting figure = new Counting("one", NEVER, NEVER);

    assertThat(course.run(List.of(figure), samples, () -> {})).isEmpty();

    assertThat(samples.rounds(figure.reading(), Variant.CLUSTERLINK))
        .containsExactly(2.0, 3.0, 4.0);
    assertThat(samples.rounds(figure.reading(), Variant.HAPROXY_MTLS))
        .containsExactly(2.0, 3.0, 4.0);
  }

  @Test
  void makesARoundAgainInWhichOneFailed() {
    Counting failing = new Counting("failing", 3, 3, NEVER);

    assertThat(course.run(List.of(failing), samples, () -> {})).isEmpty();

    assertThat(samples.rounds(failing.reading(), Variant.CLUSTERLINK))
        .containsExactly(2.0, 4.0, 5.0);
    assertThat(samples.rounds(failing.reading(), Variant.HAPROXY_MTLS))
        .containsExactly(2.0, 5.0, 6.0);
  }

  @Test
  void goesOnAfterAFigureThatFails() {
    Counting failing = new Counting("failing", 1, NEVER);
    Counting next = new Counting("next", NEVER, NEVER);

    List<String> failures =
        course.run(List.of(failing, next), samples, () -> happened.add("written"));

    assertThat(failures).containsExactly("failing of clusterlink: no answer to 3");
    assertThat(samples.readings()).containsExactly(next.reading());
    assertThat(happened).filteredOn("written"::equals).hasSize(2);
  }

  @Test
  void keepsTheRoundsThatWereCompleteBeforeAFailure() {
    Counting failing = new Counting("failing", 3, NEVER);

    List<String> failures = course.run(List.of(failing), samples, () -> {});

    assertThat(failures).containsExactly("failing of haproxy-mtls: no answer to 5");
    assertThat(samples.rounds(failing.reading(), Variant.CLUSTERLINK)).containsExactly(2.0);
    assertThat(samples.rounds(failing.reading(), Variant.HAPROXY_MTLS)).containsExactly(2.0);
  }

  @Test
  void endsThoseThatEnteredWhenOneCannot() {
    List<String> failures = course.run(List.of(new Counting("one", NEVER, 1)), samples, () -> {});

    assertThat(failures).containsExactly("one of haproxy-mtls: cannot enter");
    assertThat(happened).containsExactly("clusterlink ended");
  }

  /** Counts its rounds, of which some may fail, and lets only so many enter. */
  private final class Counting implements Figure<Variant> {
    private final String name;
    private final int failsFrom;
    private final int failsTo;
    private final int room;
    private int entered;

    Counting(String name, int failsFrom, int room) {
      this(name, failsFrom, NEVER, room);
    }

    Counting(String name, int failsFrom, int failsTo, int room) {
      this.name = name;
      this.failsFrom = failsFrom;
      this.failsTo = failsTo;
      this.room = room;
    }

    Reading reading() {
      return new Reading(name, "1", Better.LOWER);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public List<Reading> readings() {
      return List.of(reading());
    }

    @Override
    public List<Variant> variants() {
      return List.of(Variant.CLUSTERLINK, Variant.HAPROXY_MTLS);
    }

    @Override
    public int warmUps(Variant variant) {
      return 1;
    }

    @Override
    public Contestant enter(Variant variant) {
      if (entered++ == room) {
        throw new BenchException("cannot enter");
      }
      return new Contestant() {
        private int rounds;

        @Override
        public Map<String, Double> round() {
          rounds++;
          if (rounds >= failsFrom && rounds <= failsTo) {
            throw new BenchException("no answer to " + rounds);
          }
          happened.add(variant.label() + " " + rounds);
          return Map.of(name, (double) rounds);
        }

        @Override
        public void close() {
          happened.add(variant.label() + " ended");
        }
      };
    }
  }
}
