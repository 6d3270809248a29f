package net.clusterlink.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ExplainCommandTest {
  private static final String REFUSED_EXPORT =
      """
      {"export": "shop/stock", "peer": "east", "verdict": "refused", "labelsKnown": false,
       "source": [{"key": "peer.clusterlink.net/name", "value": "east", "origin": "as asked for"}],
       "destination": [],
       "decision": {"verdict": "deny", "reason": "no policy matched", "omitted": 0, "policies": [
         {"tier": "regular", "policy": "shop/x", "action": "allow", "matched": false,
          "decides": false, "why": "from[0]: app is absent, 'web' is wanted"}]}}
      """;
  private static final String ALLOWED_IMPORT =
      """
      {"import": "shop/stock", "from": "10.0.0.7", "verdict": "allowed", "peer": "west",
       "listening": "127.0.0.1:5000", "lbScheme": "static", "clients": [], "omitted": 0}
      """;

  @TempDir Path directory;

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile String answer = "";
  private volatile int status = 200;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(URLDecoder.decode(exchange.getRequestURI().toString(), UTF_8));
      byte[] body = answer.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private CommandRun explain(String... arguments) {
    return CommandRun.in(
        directory,
        Stream.concat(
                Stream.of(
                    "explain", "--admin", "http://127.0.0.1:" + server.getAddress().getPort()),
                Stream.of(arguments))
            .toArray(String[]::new));
  }

  @Test
  void asksBesideTheClientAndEndsWell() {
    answer = ALLOWED_IMPORT;
    CommandRun run = explain("--import", "shop/stock", "--from", "10.0.0.7");

    assertThat(asked).containsExactly("/api/v1/explain?import=shop/stock&from=10.0.0.7");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .isEqualTo("ALLOWED  10.0.0.7 to import shop/stock, by the gateway of west\n");
  }

  @Test
  void endsWithThreeWhenNothingListensAndNamesTheCheck() {
    answer = ALLOWED_IMPORT.replace("\"listening\": \"127.0.0.1:5000\", ", "");
    CommandRun run = explain("--import", "shop/stock", "--from", "10.0.0.7");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
    assertThat(run.out())
        .startsWith("ALLOWED, BUT NOT SERVED  10.0.0.7 to import shop/stock")
        .contains(
            "`clusterlink check --certs DIR --config DIR --admin http://127.0.0.1:"
                + server.getAddress().getPort()
                + "` says what is wrong with the port\n");
  }

  @Test
  void asksBesideTheServiceAndEndsWithThreeWhenRefused() {
    answer = REFUSED_EXPORT;
    CommandRun run =
        explain(
            "--export",
            "shop/stock",
            "--peer",
            "east",
            "--attribute",
            "app=web",
            "--attribute",
            "client.clusterlink.net/namespace=shop");

    assertThat(asked)
        .containsExactly(
            "/api/v1/explain?export=shop/stock&peer=east&attributes="
                + "client.clusterlink.net/labels.app=web,client.clusterlink.net/namespace=shop");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
    assertThat(run.out())
        .startsWith("REFUSED  peer east to export shop/stock: no policy matched\n")
        .contains("labels of east are not known yet")
        .contains("no attribute of the client was given")
        .contains("shop/x  from[0]: app is absent, 'web' is wanted\n");
  }

  @Test
  void writesTheAnswerAsJsonAndAsYaml() {
    answer = ALLOWED_IMPORT;

    assertThat(explain("--import", "shop/stock", "--from", "10.0.0.7", "-o", "json").out())
        .contains("\"verdict\" : \"allowed\"");
    assertThat(explain("--import", "shop/stock", "--from", "10.0.0.7", "-o", "yaml").out())
        .contains("import: shop/stock\n", "verdict: allowed\n", "clients: []\n");
  }

  @Test
  void saysWhatThereIsNot() {
    status = 404;
    answer = "{\"error\": \"there is no Import shop/stock here\"}";
    CommandRun run = explain("--import", "shop/stock", "--from", "10.0.0.7");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("there is no Import shop/stock here");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void saysThatAnotherServerAnswers() {
    answer = "<!DOCTYPE HTML><html><p>nothing here</p></html>";
    status = 404;
    CommandRun run = explain("--import", "shop/stock", "--from", "10.0.0.7");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("error: what listens at http://127.0.0.1:")
        .contains(" is no gateway of this version: answers 404 to /api/v1/explain?")
        .endsWith("; check --admin\n");
  }

  @Test
  void passesOnWhatTheGatewayCannotMakeSenseOf() {
    status = 400;
    answer = "{\"error\": \"parameter 'from': 10.0.0.0/8 is a block\"}";
    CommandRun run = explain("--import", "shop/stock", "--from", "10.0.0.0/8");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("error: parameter 'from': 10.0.0.0/8 is a block\n");
  }

  @Test
  void takesOneQuestionAtATimeAndWhole() {
    assertThat(explain("--import", "a").exitCode()).isEqualTo(2);
    assertThat(explain("--import", "a", "--from", "b", "--export", "c", "--peer", "d").exitCode())
        .isEqualTo(2);
    assertThat(explain("--export", "a", "--peer", "b", "--attribute", "c=d,e=f").exitCode())
        .isEqualTo(2);
    assertThat(explain().exitCode()).isEqualTo(2);
    assertThat(asked).isEmpty();
  }
}
