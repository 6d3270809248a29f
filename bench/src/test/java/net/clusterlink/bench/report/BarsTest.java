package net.clusterlink.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BarsTest {
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
  private static final Pattern NUMBER = Pattern.compile("(?<![\\w.-])\\d+(\\.\\d+)?(?![\\w.])");

  /** One line of the table of figures. */
  private record Row(Set<String> figures, String must, String aim) {
    static Row of(String line) {
      String[] cells = line.split("\\|", -1);
      return new Row(
          QUOTED
              .matcher(cells[1])
              .results()
              .map(quoted -> quoted.group(1))
              .collect(Collectors.toSet()),
          cells[3],
          cells[4]);
    }

    /** How much of a reading's name the row has. */
    int has(String reading) {
      return figures.stream().filter(reading::startsWith).mapToInt(String::length).max().orElse(0);
    }
  }

  @Test
  void standInTheDocumentation() throws IOException {
    List<Row> rows =
        Files.readAllLines(Path.of("../docs/performance.md")).stream()
            .dropWhile(line -> !line.startsWith("| figure | what is measured | must | aim |"))
            .takeWhile(line -> line.startsWith("|"))
            .filter(line -> line.startsWith("| `"))
            .map(Row::of)
            .toList();

    var barsByRow =
        Bars.all().stream()
            .collect(
                Collectors.groupingBy(bar ->
                    rows.stream()
                        .max(Comparator.comparingInt(row -> row.has(bar.reading())))
                        .filter(row -> row.has(bar.reading()) > 0)
                        .orElseThrow(() -> new AssertionError(bar.reading() + " has no row"))));
    assertThat(barsByRow.keySet()).containsExactlyInAnyOrderElementsOf(rows);
    barsByRow.forEach((row, bars) -> {
      assertThat(numbers(row.must())).as("must of %s", row).isEqualTo(limits(bars, Bar::must));
      assertThat(numbers(row.aim())).as("aim of %s", row).isEqualTo(limits(bars, Bar::aim));
    });
  }

  private static Set<Double> numbers(String cell) {
    return NUMBER
        .matcher(QUOTED.matcher(cell).replaceAll(""))
        .results()
        .map(MatchResult::group)
        .map(Double::valueOf)
        .collect(Collectors.toSet());
  }

  private static Set<Double> limits(List<Bar> bars, ToDoubleFunction<Bar> limit) {
    return bars.stream()
        .mapToDouble(limit)
        .filter(value -> !Double.isNaN(value))
        .boxed()
        .collect(Collectors.toSet());
  }
}
