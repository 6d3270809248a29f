package net.clusterlink.admin.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.clusterlink.api.ResourceName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GatewayQuestionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

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
            new RunningGateway.Answering(
                List.of("draining: no new sessions are taken"), Map.of(), Optional.empty()));
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
    assertThat(new GatewayQuestion(access(closed)).ask())
        .isEqualTo(new RunningGateway.Absent("connection refused"));
  }

  @Test
  void givesUpOnWhoeverTakesConnectionsAndSaysNothing() throws IOException, InterruptedException {
    try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertThat(
              new GatewayQuestion(access((InetSocketAddress) mute.getLocalSocketAddress())).ask())
          .isEqualTo(new RunningGateway.Mute("no answer in time"));
    }
  }

  @Test
  void hearsWhatIsInForce() throws IOException, InterruptedException {
    RunningGateway gateway =
        ask(
            Map.of(
                "/readyz", new Page(200, "ready\n"),
                "/metrics", new Page(200, ""),
                "/api/v1/peers",
                    list(
                        "{'name':'west','namespace':'s','gateways':[{'address':'b:1'},{'address':'a:1'}]}"),
                "/api/v1/exports", list("{'name':'db','namespace':'x','host':'h','port':5432}"),
                "/api/v1/policies", list("{'name':'p','namespace':'x'},{'name':'all'}"),
                "/api/v1/workloads", list(""),
                "/api/v1/imports",
                    list(
                        "{'name':'web','namespace':'x','port':80,'targetPort':8080,"
                            + "'listening':'127.0.0.1:8080'},"
                            + "{'name':'idle','namespace':'x','port':81}")));
    assertThat(gateway)
        .isInstanceOfSatisfying(
            RunningGateway.Answering.class,
            answering -> {
              InForce inForce = answering.inForce().orElseThrow();
              assertThat(inForce.entries())
                  .extracting(entry -> entry.shown() + " " + entry.detail())
                  .containsExactlyInAnyOrder(
                      "Peer s/west a:1 b:1",
                      "Export x/db h:5432",
                      "AccessPolicy x/p ",
                      "PrivilegedAccessPolicy all ",
                      "Import x/web 8080",
                      "Import x/idle 81");
              assertThat(inForce.listening()).containsOnlyKeys(new ResourceName("x", "web"));
            });
  }

  private static Page list(String items) {
    long total = items.chars().filter(c -> c == '{').count() - (items.contains("gateways") ? 2 : 0);
    return new Page(200, "{\"items\":[" + items.replace('\'', '"') + "],\"total\":" + total + "}");
  }

  private static AdminAccess access(InetSocketAddress admin) {
    HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    URI base = URI.create("http://127.0.0.1:" + admin.getPort());
    return path -> {
      HttpRequest request = HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE).build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      return new AdminAccess.Answer(answer.statusCode(), answer.body());
    };
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
      return new GatewayQuestion(access(server.getAddress())).ask();
    } finally {
      server.stop(0);
    }
  }
}
