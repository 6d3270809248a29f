package net.clusterlink.cli.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The gateway of a peer, a process of its own.
 *
 * @param peer the peer's name
 * @param config its directory of manifests
 * @param port where other peers reach it on 127.0.0.1
 * @param admin its admin server, as {@code 127.0.0.1:port}
 */
record PeerGateway(String peer, Path config, int port, String admin, StageProcess process) {
  private static final Pattern READY =
      Pattern.compile("ready: peers on \\S+:(\\d+), .*admin on ([^\\s,]+),");

  /**
   * Starts it and returns when it is ready.
   *
   * @param options further ones of the command's
   */
  static PeerGateway start(
      Stage stage, HttpClient http, Class<?> main, String peer, Path certs, String... options)
      throws InterruptedException {
    Path config = stage.directory().resolve(peer);
    List<String> args =
        new ArrayList<>(
            List.of(
                "gateway",
                "--certs",
                certs.toString(),
                "--config",
                config.toString(),
                "--listen",
                "127.0.0.1:0",
                "--admin",
                "127.0.0.1:0",
                "--drain-timeout",
                "1s"));
    args.addAll(List.of(options));
    StageProcess process =
        stage.start("gateway-" + peer, JavaCommand.ofClass(main, args.toArray(String[]::new)));
    Matcher ready = process.awaitLine(READY);
    PeerGateway gateway =
        new PeerGateway(peer, config, Integer.parseInt(ready.group(1)), ready.group(2), process);
    gateway.awaitReady(http);
    return gateway;
  }

  private void awaitReady(HttpClient http) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + admin + "/readyz"))
            .timeout(Duration.ofSeconds(2))
            .build();
    Optional<Boolean> ready =
        Patience.await(() -> Optional.of(isReady(http, request)).filter(Boolean::booleanValue));
    if (ready.isEmpty()) {
      throw new DemoException(
          "the gateway of " + peer + " is not ready" + process.lastWords(), null);
    }
  }

  private static boolean isReady(HttpClient http, HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** How many lines its log has now. */
  int logged() {
    return process.log().lines().size();
  }

  /** The last such line of its log, behind the first so many lines. */
  Optional<String> logged(int after, Predicate<String> line) {
    return process.log().linesAfter(after).reversed().stream().filter(line).findFirst();
  }
}
