package net.clusterlink.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import net.clusterlink.admin.read.ReadApi;
import net.clusterlink.admin.read.Reply;
import net.clusterlink.dataplane.DataplaneException;
import net.clusterlink.snapshot.Snapshot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@Timeout(30)
class AdminServerTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  private final CurrentSnapshot snapshot = new CurrentSnapshot(InstantSource.system());
  private final Readiness readiness = new Readiness(snapshot);
  private final AdminServer server = open(ANY_PORT);

  @BeforeEach
  void start() {
    server.start(
        ReadApi.empty()
            .with("greeting", _ -> new Reply.Found(List.of("hello")))
            .with(
                "busy",
                _ -> {
                  throw new DataplaneException("an event loop does not answer", null);
                })
            .with(
                "broken",
                _ -> {
                  throw new IllegalStateException("secret of the house");
                }));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void isHealthyWhileItAnswers() throws IOException {
    assertThat(get("/healthz")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nok\n");
  }

  @Test
  void saysWhyItIsNotReady() throws IOException {
    assertThat(get("/readyz"))
        .startsWith("HTTP/1.1 503 ")
        .contains("starting: the port for peers is not open yet\n")
        .endsWith("starting: no configuration is in force yet\n");
  }

  @Test
  void isReadyWhenStartedAndConfigured() throws IOException {
    readiness.started(List::of);
    snapshot.accept(Snapshots.update(Snapshot.empty()));
    assertThat(get("/readyz")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nready\n");
  }

  @Test
  void servesMetricsInThePrometheusFormat() throws IOException {
    assertThat(get("/metrics"))
        .startsWith("HTTP/1.1 200 ")
        .containsIgnoringCase("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n")
        .endsWith("\r\n\r\nclusterlink_sessions_live 3\n");
  }

  @Test
  void answersHeadWithoutABody() throws IOException {
    assertThat(send("HEAD /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .containsIgnoringCase("Content-length: 3\r\n")
        .endsWith("\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"})
  void changesNothing(String method) throws IOException {
    assertThat(send(method + " /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 405 ")
        .containsIgnoringCase("Allow: GET, HEAD\r\n")
        .endsWith("only GET and HEAD: nothing can be changed here\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/healthz/", "/metrics/x", "/../healthz", "/%2e%2e/healthz"})
  void knowsNoOtherPath(String path) throws IOException {
    assertThat(get(path))
        .startsWith("HTTP/1.1 404 ")
        .endsWith("there are /healthz, /readyz, /metrics and /api/v1/\n");
  }

  @Test
  void answersTheReadApiInJson() throws IOException {
    assertThat(get("/api/v1/greeting"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .containsIgnoringCase("Content-Type: application/json; charset=utf-8\r\n")
        .endsWith("\r\n\r\n[\"hello\"]\n");
    assertThat(get("/api/v1/nothing"))
        .startsWith("HTTP/1.1 404 Not Found\r\n")
        .endsWith("{\"error\":\"there is no /api/v1/nothing; /api/v1/ lists what there is\"}\n");
  }

  @Test
  void saysThatItIsTooBusyToAnswer() throws IOException {
    assertThat(get("/api/v1/busy"))
        .startsWith("HTTP/1.1 503 ")
        .endsWith("\r\n\r\nan event loop does not answer\n");
  }

  @Test
  void answersAndLogsAFaultOfItsOwn() throws IOException {
    var lines = new ListAppender<ILoggingEvent>();
    var logger = (Logger) LoggerFactory.getLogger(AdminServer.class);
    logger.addAppender(lines);
    lines.start();
    try {
      assertThat(get("/api/v1/broken"))
          .startsWith("HTTP/1.1 500 ")
          .contains("a fault of this program")
          .doesNotContain("secret");
    } finally {
      logger.detachAppender(lines);
    }
    assertThat(lines.list)
        .singleElement()
        .satisfies(line -> {
          assertThat(line.getLevel()).isEqualTo(Level.ERROR);
          assertThat(line.getKeyValuePairs().getFirst().value).isEqualTo("/api/v1/broken");
          assertThat(line.getThrowableProxy().getMessage()).isEqualTo("secret of the house");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host: evil.example\r\n", "Host: evil.example:9443\r\n", "Host: \r\n"})
  void refusesWhoCameByAnotherName(String host) throws IOException {
    assertThat(send("GET /metrics HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 403 Forbidden\r\n")
        .endsWith("this server answers for localhost, 127.0.0.1 and [::1] only\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Host: localhost\r\nHost: localhost\r\n"})
  void wantsOneHost(String host) throws IOException {
    assertThat(send("GET /metrics HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400 Bad Request\r\n");
  }

  @Test
  void holdsTheHostOfAnAbsoluteTargetToTheSameRule() throws IOException {
    String headers = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    assertThat(send("GET http://evil.example/metrics" + headers))
        .startsWith("HTTP/1.1 403 Forbidden\r\n");
    assertThat(send("GET http://localhost/metrics" + headers)).startsWith("HTTP/1.1 200 OK\r\n");
  }

  /** The JDK's server answers these itself, before anybody else can. */
  @ParameterizedTest
  @ValueSource(strings = {"//healthz", "http://localhost"})
  void showsNothingOfATargetWithoutAPath(String target) throws IOException {
    assertThat(get(target))
        .startsWith("HTTP/1.1 404 Not Found\r\n")
        .endsWith("\r\n\r\n<h1>404 Not Found</h1>No context found for request");
  }

  @Test
  void tellsBrowsersToKeepAndRunNothing() throws IOException {
    assertThat(get("/healthz"))
        .containsIgnoringCase("Cache-Control: no-store\r\n")
        .containsIgnoringCase(
            "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n")
        .containsIgnoringCase("Cross-Origin-Resource-Policy: same-origin\r\n")
        .containsIgnoringCase("X-Content-Type-Options: nosniff\r\n");
  }

  @Test
  void readsNoMoreThanBoundedHeaders() throws IOException {
    String header = "X-Long: " + "a".repeat(40_000) + "\r\n";
    assertThat(answerIfAny("GET /healthz HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n"))
        .doesNotContain(" 200 ");
    assertThat(get("/healthz")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void saysWhichPortIsTaken() {
    assertThatThrownBy(() -> open(server.address()))
        .isInstanceOf(AdminException.class)
        .hasMessage(
            "cannot listen on 127.0.0.1:%d for the admin server: Address already in use; end the"
                + " program that uses the port, or choose another one with --admin",
            server.address().getPort());
  }

  @Test
  void listensWithoutATokenOnLoopbackOnly() {
    InetSocketAddress anywhere = new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0);
    assertThatThrownBy(() -> open(anywhere))
        .isInstanceOf(AdminException.class)
        .hasMessage(
            "the admin server listens without a token on loopback only, not on 0.0.0.0; give a token"
                + " with --admin-token, or an address such as 127.0.0.1:9443");
  }

  private AdminServer open(InetSocketAddress listen) {
    AdminAccess access =
        new AdminAccess(
            listen,
            Optional.empty(),
            () -> {
              throw new AssertionError("no certificate is needed on loopback");
            });
    return new AdminServer(access, readiness, () -> "clusterlink_sessions_live 3\n");
  }

  private String get(String path) throws IOException {
    return send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  }

  /** The server may close with a request half read, which resets the connection. */
  private String answerIfAny(String request) throws IOException {
    try {
      return send(request);
    } catch (SocketException e) {
      return "";
    }
  }

  private String send(String request) throws IOException {
    try (Socket socket = new Socket(server.address().getAddress(), server.address().getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
