package net.clusterlink.bench.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.clusterlink.bench.BenchException;
import net.clusterlink.bench.process.Program;

/**
 * HTTP requests, one after another on each of some connections.
 *
 * @param connections how many at once
 * @param close whether each request has a connection of its own
 * @param time how long
 */
public record Wrk(int connections, boolean close, Duration time) {
  private static final Pattern LATENCY = Pattern.compile("(?m)^ +(50|99)% +([\\d.]+)(us|ms|s)$");
  private static final Pattern RATE = Pattern.compile("Requests/sec: +([\\d.]+)");
  private static final Pattern COUNT = Pattern.compile("(\\d+) requests in ");
  private static final Pattern ERRORS = Pattern.compile("Socket errors: .*|Non-2xx.*");
  private static final Map<String, Double> MICROSECONDS = Map.of("us", 1.0, "ms", 1e3, "s", 1e6);

  /**
   * How it went.
   *
   * @param requests how many were answered
   * @param perSecond how many a second
   * @param medianMicros the median time to an answer
   * @param p99Micros the time within which 99 % were answered
   */
  public record Outcome(long requests, double perSecond, double medianMicros, double p99Micros) {}

  /**
   * Runs it.
   *
   * @throws BenchException when a request failed
   */
  public Outcome run(int port) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Program.require("wrk").toString(),
                "-t1",
                "-c" + connections,
                "-d" + time.toSeconds() + "s",
                "--latency",
                "http://127.0.0.1:" + port + "/"));
    if (close) {
      command.addAll(1, List.of("-H", "Connection: close"));
    }
    return parse(Program.run(Path.of("."), command));
  }

  static Outcome parse(String said) {
    Matcher errors = ERRORS.matcher(said);
    if (errors.find()) {
      throw new BenchException("requests failed: " + errors.group());
    }
    double median = 0;
    double p99 = 0;
    Matcher latency = LATENCY.matcher(said);
    while (latency.find()) {
      double micros =
          Double.parseDouble(latency.group(2)) * MICROSECONDS.getOrDefault(latency.group(3), 1.0);
      if (latency.group(1).equals("50")) {
        median = micros;
      } else {
        p99 = micros;
      }
    }
    return new Outcome(
        Long.parseLong(one(COUNT, said)), Double.parseDouble(one(RATE, said)), median, p99);
  }

  private static String one(Pattern pattern, String said) {
    Matcher found = pattern.matcher(said);
    if (!found.find()) {
      throw new BenchException("wrk said what is not understood: " + said.strip());
    }
    return found.group(1);
  }
}
