package net.clusterlink.bench.rival;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import net.clusterlink.bench.BenchException;

/**
 * A gateway's admin server on this machine.
 *
 * @param port where it listens
 */
public record AdminServer(int port) {
  private static final int LIMIT_MS = Math.toIntExact(Duration.ofSeconds(5).toMillis());

  /** Whether it says that its gateway is ready. */
  boolean isReady() {
    try {
      HttpURLConnection asked = ask("/readyz");
      try {
        return asked.getResponseCode() == HttpURLConnection.HTTP_OK;
      } finally {
        asked.disconnect();
      }
    } catch (IOException notYet) {
      return false;
    }
  }

  /**
   * A metric that has no labels.
   *
   * @throws BenchException when there is no such metric, or no answer
   */
  long count(String metric) {
    try {
      HttpURLConnection asked = ask("/metrics");
      try {
        return count(
            metric, new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      } finally {
        asked.disconnect();
      }
    } catch (IOException e) {
      throw new BenchException(
          "the gateway's metrics on port %d cannot be read: %s".formatted(port, e.getMessage()), e);
    }
  }

  static long count(String metric, String page) {
    return page.lines()
        .filter(line -> line.startsWith(metric + " "))
        .map(line -> (long) Double.parseDouble(line.substring(metric.length()).strip()))
        .findFirst()
        .orElseThrow(() -> new BenchException("a gateway has no metric " + metric));
  }

  private HttpURLConnection ask(String path) throws IOException {
    HttpURLConnection asked =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:%d%s".formatted(port, path)).toURL().openConnection();
    asked.setConnectTimeout(LIMIT_MS);
    asked.setReadTimeout(LIMIT_MS);
    return asked;
  }
}
