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

/** The gateway of a peer, a process of its own, which can be killed and come back. */
final class PeerGateway {
  private static final Pattern READY = Pattern.compile("ready: .*admin on ([^\\s,]+),");

  private final Stage stage;
  private final HttpClient http;
  private final String peer;
  private final LoopbackAddress listen;
  private final List<String> command;
  private StageProcess process;
  private String admin;
  private int starts;

  private PeerGateway(
      Stage stage, HttpClient http, String peer, LoopbackAddress listen, List<String> command)
      throws InterruptedException {
    this.stage = stage;
    this.http = http;
    this.peer = peer;
    this.listen = listen;
    this.command = command;
    this.process = launch();
    this.admin = awaitReady();
  }

  /**
   * Starts it and returns when it is ready.
   *
   * @param options further ones of the command's
   */
  static PeerGateway start(
      Stage stage,
      HttpClient http,
      Class<?> main,
      String peer,
      Path certs,
      LoopbackAddress listen,
      List<String> options)
      throws InterruptedException {
    List<String> args =
        new ArrayList<>(
            List.of(
                "gateway",
                "--certs",
                certs.toString(),
                "--config",
                stage.directory().resolve(peer).toString(),
                "--listen",
                listen.toString(),
                "--admin",
                "127.0.0.1:0",
                "--drain-timeout",
                "1s"));
    args.addAll(options);
    return new PeerGateway(
        stage, http, peer, listen, JavaCommand.ofClass(main, args.toArray(String[]::new)));
  }

  private StageProcess launch() {
    starts++;
    return stage.start("gateway-" + peer + (starts == 1 ? "" : "-" + starts), command);
  }

  private String awaitReady() throws InterruptedException {
    Matcher ready = process.awaitLine(READY);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + ready.group(1) + "/readyz"))
            .timeout(Duration.ofSeconds(2))
            .build();
    Optional<Boolean> isReady =
        Patience.await(() -> Optional.of(isReady(http, request)).filter(Boolean::booleanValue));
    if (isReady.isEmpty()) {
      throw new DemoException(
          "the gateway of " + peer + " is not ready" + process.lastWords(), null);
    }
    return ready.group(1);
  }

  private static boolean isReady(HttpClient http, HttpRequest request) throws InterruptedException {
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends it at once, as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.kill();
  }

  /** Starts it anew, at its old address; returns when it is ready. */
  void comeBack() throws InterruptedException {
    process = launch();
    admin = awaitReady();
  }

  String peer() {
    return peer;
  }

  /** Where other peers reach it. */
  LoopbackAddress listen() {
    return listen;
  }

  /** Its admin server, as {@code 127.0.0.1:port}. */
  String admin() {
    return admin;
  }

  /** Its directory of manifests. */
  Path config() {
    return stage.directory().resolve(peer);
  }

  StageProcess process() {
    return process;
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
