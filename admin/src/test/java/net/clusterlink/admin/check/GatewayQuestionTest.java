package net.clusterlink.admin.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GatewayQuestionTest {
  private static final Duration PATIENCE = Duration.ofMillis(800);

  private record Page(int status, String body) {}

  @Test
  void hearsThatAGatewayIsReady() throws IOException, InterruptedException {
    RunningGateway gateway =
        ask(
            Map.of(
                "/readyz",
                new Page(200, "ready\n"),
                "/metrics",
                new Page(
                    200,
                    """
                    # HELP clusterlink_config_problems of the configuration
                    clusterlink_config_problems 2.0
                    process_files_max_files 20000.0
                    jvm_threads_states_threads{state="blocked"} 0.0
                    something_else +Inf
                    """)));
    assertThat(gateway)
        .isInstanceOfSatisfying(
            RunningGateway.Answering.class,
            answering -> {
              assertThat(answering.objections()).isEmpty();
              assertThat(answering.metric("clusterlink_config_problems")).hasValue(2);
              assertThat(answering.metric("process_files_max_files")).hasValue(20_000);
              assertThat(answering.metric("jvm_threads_states_threads")).isEmpty();
            });
  }

  @Test
  void hearsWhyItIsNot() throws IOException, InterruptedException {
    RunningGateway gateway =
        ask(
            Map.of(
                "/readyz",
                new Page(503, "draining: no new sessions are taken\n"),
                "/metrics",
                new Page(401, "")));
    assertThat(gateway)
        .isEqualTo(
            new RunningGateway.Answering(List.of("draining: no new sessions are taken"), Map.of()));
  }

  @Test
  void noticesThatSomebodyElseAnswers() throws IOException, InterruptedException {
    assertThat(ask(Map.of("/readyz", new Page(404, "no such page"))))
        .isEqualTo(new RunningGateway.Stranger("HTTP status 404 to /readyz"));
    assertThat(ask(Map.of("/readyz", new Page(200, "<html>welcome</html>"))))
        .isInstanceOf(RunningGateway.Stranger.class);
  }

  @Test
  void noticesThatNobodyListens() throws IOException, InterruptedException {
    InetSocketAddress closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = (InetSocketAddress) socket.getLocalSocketAddress();
    }
    assertThat(new GatewayQuestion(closed, PATIENCE).ask())
        .isEqualTo(new RunningGateway.Absent("connection refused"));
  }

  @Test
  void givesUpOnWhoeverTakesConnectionsAndSaysNothing() throws IOException, InterruptedException {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertThat(
              new GatewayQuestion((InetSocketAddress) mute.getLocalSocketAddress(), PATIENCE).ask())
          .isEqualTo(new RunningGateway.Mute("no answer within 800 ms"));
    }
  }

  private static RunningGateway ask(Map<String, Page> pages)
      throws IOException, InterruptedException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    pages.forEach((path, page) ->
        server.createContext(
            path,
            exchange -> {
              byte[] body = page.body().getBytes(UTF_8);
              exchange.sendResponseHeaders(page.status(), body.length == 0 ? -1 : body.length);
              try (exchange) {
                exchange.getResponseBody().write(body);
              }
            }));
    server.start();
    try {
      return new GatewayQuestion(server.getAddress(), PATIENCE).ask();
    } finally {
      server.stop(0);
    }
  }
}
