package net.clusterlink.systemtests.stage;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A scrape of a gateway's metrics. */
public final class Metrics {
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? ([-+\\w.]+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final List<Sample> samples;

  private record Sample(String name, Map<String, String> labels, double value) {}

  private Metrics(List<Sample> samples) {
    this.samples = samples;
  }

  /** Reads a scrape. */
  public static Metrics parse(String text) {
    return new Metrics(
        text.lines().filter(line -> !line.startsWith("#")).map(Metrics::sample).toList());
  }

  /**
   * The sum of a metric's series that carry all the labels given; 0 when there is none.
   *
   * @param labels names and values in turn
   */
  public long sum(String name, String... labels) {
    return Math.round(
        samples.stream()
            .filter(sample -> sample.name().equals(name) && carries(sample, labels))
            .mapToDouble(Sample::value)
            .sum());
  }

  private static boolean carries(Sample sample, String... labels) {
    for (int i = 0; i < labels.length; i += 2) {
      if (!labels[i + 1].equals(sample.labels().get(labels[i]))) {
        return false;
      }
    }
    return true;
  }

  private static Sample sample(String line) {
    Matcher matcher = SAMPLE.matcher(line.strip());
    if (!matcher.matches()) {
      throw new AssertionError("not a metric: " + line);
    }
    String labels = matcher.group(2) == null ? "" : matcher.group(2);
    return new Sample(
        matcher.group(1),
        LABEL
            .matcher(labels)
            .results()
            .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2))),
        Double.parseDouble(matcher.group(3).replace("Inf", "Infinity")));
  }
}
