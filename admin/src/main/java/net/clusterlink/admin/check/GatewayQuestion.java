package net.clusterlink.admin.check;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.clusterlink.api.Excerpt;
import net.clusterlink.api.HostPort;

/** Asks a gateway how it is, at its admin port. */
final class GatewayQuestion {
  private static final int MAX_BYTES = 64 << 20;

  private final InetSocketAddress admin;
  private final Duration patience;

  GatewayQuestion(InetSocketAddress admin, Duration patience) {
    this.admin = admin;
    this.patience = patience;
  }

  /** Its answer, within twice the patience. */
  RunningGateway ask() throws InterruptedException {
    try (var client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(patience)
            .build()) {
      return ask(client);
    }
  }

  private RunningGateway ask(HttpClient client) throws InterruptedException {
    try {
      HttpResponse<String> ready = get(client, "/readyz");
      boolean known =
          ready.statusCode() == 503
              || (ready.statusCode() == 200 && ready.body().strip().equals("ready"));
      if (!known) {
        return new RunningGateway.Stranger("HTTP status " + ready.statusCode() + " to /readyz");
      }
      List<String> objections =
          ready.statusCode() == 200
              ? List.of()
              : ready.body().lines().map(line -> Excerpt.bare(line, 512)).toList();
      HttpResponse<String> metrics = get(client, "/metrics");
      return new RunningGateway.Answering(
          objections, metrics.statusCode() == 200 ? unlabelled(metrics.body()) : Map.of());
    } catch (ConnectException e) {
      return new RunningGateway.Absent("connection refused");
    } catch (HttpConnectTimeoutException e) {
      return new RunningGateway.Absent("no connection within " + patience.toMillis() + " ms");
    } catch (HttpTimeoutException e) {
      return new RunningGateway.Mute("no answer within " + patience.toMillis() + " ms");
    } catch (IOException e) {
      return new RunningGateway.Mute(Excerpt.bare(String.valueOf(e.getMessage()), 200));
    }
  }

  private HttpResponse<String> get(HttpClient client, String path)
      throws IOException, InterruptedException {
    String host = new HostPort(admin.getAddress().getHostAddress(), admin.getPort()).toString();
    return client.send(
        HttpRequest.newBuilder(URI.create("http://" + host + path)).timeout(patience).build(),
        BodyHandlers.limiting(BodyHandlers.ofString(), MAX_BYTES));
  }

  /** Of Prometheus' text format, what has no labels. */
  private static Map<String, Double> unlabelled(String text) {
    var values = new HashMap<String, Double>();
    text.lines()
        .filter(line -> !line.startsWith("#") && line.indexOf('{') < 0)
        .map(line -> line.split(" ", 3))
        .filter(parts -> parts.length >= 2)
        .forEach(parts -> values.put(parts[0], number(parts[1])));
    return values;
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN; // +Inf and -Inf, of which no metric asked for here is one
    }
  }
}
