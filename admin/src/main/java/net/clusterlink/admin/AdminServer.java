package net.clusterlink.admin;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import net.clusterlink.admin.read.ReadApi;
import net.clusterlink.api.Excerpt;
import net.clusterlink.dataplane.DataplaneException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a gateway's health, metrics and read API: over HTTP on loopback, over HTTPS elsewhere.
 * Nothing that it serves changes anything. Start once, close once; each request is served on a
 * virtual thread of its own.
 */
public final class AdminServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String JSON = "application/json; charset=utf-8";
  private static final int BACKLOG = 64;

  private final AdminAccess access;
  private final HostRule hosts;
  private final Readiness readiness;
  private final Supplier<String> metrics;
  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private volatile ReadApi api = ReadApi.empty();

  private record Answer(int status, String contentType, String body) {}

  /**
   * Takes the port; requests are answered from {@link #start} on.
   *
   * @param metrics the metrics now, in the Prometheus text format
   * @throws AdminException when the port cannot be had
   */
  public AdminServer(AdminAccess access, Readiness readiness, Supplier<String> metrics) {
    this.access = access;
    this.hosts =
        access.offLoopback()
            ? HostRule.ofPeer(access.credentials().get().peer())
            : HostRule.loopback();
    this.readiness = readiness;
    this.metrics = metrics;
    HttpServerLimits.apply();
    try {
      server = access.offLoopback() ? secure() : HttpServer.create(access.listen(), BACKLOG);
    } catch (IOException e) {
      throw new AdminException(
          "cannot listen on "
              + access.listen().getAddress().getHostAddress()
              + ":"
              + access.listen().getPort()
              + " for the admin server: "
              + e.getMessage()
              + "; end the program that uses the port, or choose another one with --admin",
          e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(executor);
  }

  private HttpServer secure() throws IOException {
    SSLContext tls = CurrentTls.of(access.credentials());
    HttpsServer secured = HttpsServer.create(access.listen(), BACKLOG);
    secured.setHttpsConfigurator(
        new HttpsConfigurator(tls) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters allowed = getSSLContext().getDefaultSSLParameters();
            allowed.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            parameters.setSSLParameters(allowed);
          }
        });
    return secured;
  }

  /** Begins to answer, with this read API. */
  public void start(ReadApi readApi) {
    api = readApi;
    server.start();
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** Stops listening and ends what is being answered. */
  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answerOrFault(exchange);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      secure(exchange.getResponseHeaders()).set("Content-Type", answer.contentType());
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
        exchange.sendResponseHeaders(answer.status(), -1);
      } else {
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  /** The JDK's server would drop the connection for what is thrown, and say nothing anywhere. */
  private Answer answerOrFault(HttpExchange exchange) {
    try {
      return answer(exchange);
    } catch (DataplaneException e) { // busy, not broken
      return text(503, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) { // whatever it is, the answer and the log tell of it
      LOG.atError()
          .addKeyValue("path", Excerpt.bare(exchange.getRequestURI().getPath()))
          .setCause(e)
          .log("the admin server could not answer, which is a fault of this program");
      return text(500, "a fault of this program, which its log tells of; please report it");
    }
  }

  private Answer answer(HttpExchange exchange) {
    List<String> named = exchange.getRequestHeaders().getOrDefault("Host", List.of());
    if (named.size() != 1) {
      return text(400, "a request has one Host header (RFC 9112, section 3.2)");
    }
    // An absolute target says the host as well, and would be believed before the header.
    Optional<String> target = Optional.ofNullable(exchange.getRequestURI().getRawAuthority());
    if (!hosts.allows(named.getFirst()) || target.filter(host -> !hosts.allows(host)).isPresent()) {
      return text(403, "this server answers for " + hosts);
    }
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return text(405, "only GET and HEAD: nothing can be changed here");
    }
    URI uri = exchange.getRequestURI();
    return switch (uri.getPath()) {
      case "/healthz" -> text(200, "ok");
      case "/readyz" -> ready();
      case null, default -> mayAsk(exchange.getRequestHeaders()) ? asked(uri) : refused(exchange);
    };
  }

  private Answer asked(URI uri) {
    String path = Optional.ofNullable(uri.getPath()).orElse("");
    if (path.startsWith(ReadApi.PREFIX)) {
      ReadApi.Answer answer = api.answer(uri);
      return new Answer(answer.status(), JSON, answer.json());
    }
    return path.equals("/metrics")
        ? new Answer(200, PROMETHEUS, metrics.get())
        : text(404, "there are /healthz, /readyz, /metrics and " + ReadApi.PREFIX);
  }

  private boolean mayAsk(Headers headers) {
    List<String> given = headers.getOrDefault("Authorization", List.of());
    return access.token().isEmpty()
        || (given.size() == 1 && access.token().get().isGivenBy(given.getFirst()));
  }

  private static Answer refused(HttpExchange exchange) {
    exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
    return text(
        401, "this needs the header `Authorization: Bearer` with the token of --admin-token");
  }

  private Answer ready() {
    List<String> objections = readiness.objections();
    return objections.isEmpty() ? text(200, "ready") : text(503, String.join("\n", objections));
  }

  private static Answer text(int status, String body) {
    return new Answer(status, TEXT, body + "\n");
  }

  private static Headers secure(Headers headers) {
    headers.set("Cache-Control", "no-store");
    headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("X-Content-Type-Options", "nosniff");
    return headers;
  }
}
