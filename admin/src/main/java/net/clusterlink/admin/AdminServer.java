package net.clusterlink.admin;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Serves a gateway's health and metrics over HTTP on loopback: {@code /healthz}, {@code /readyz}
 * and {@code /metrics}. Nothing that it serves changes anything. Start once, close once; each
 * request is served on a virtual thread of its own.
 */
public final class AdminServer implements AutoCloseable {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final int BACKLOG = 64;

  private final Readiness readiness;
  private final Supplier<String> metrics;
  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  private record Answer(int status, String contentType, String body) {}

  /**
   * Takes the port; requests are answered from {@link #start} on.
   *
   * @param listen a loopback address; port 0 takes any free one
   * @param metrics the metrics now, in the Prometheus text format
   * @throws AdminException when the address is not loopback, or the port cannot be had
   */
  public AdminServer(InetSocketAddress listen, Readiness readiness, Supplier<String> metrics) {
    if (listen.getAddress() == null || !listen.getAddress().isLoopbackAddress()) {
      throw new AdminException(
          "the admin server listens on loopback only, not on "
              + listen.getHostString()
              + "; give an address such as 127.0.0.1:9443",
          null);
    }
    this.readiness = readiness;
    this.metrics = metrics;
    HttpServerLimits.apply();
    try {
      server = HttpServer.create(listen, BACKLOG);
    } catch (IOException e) {
      throw new AdminException(
          "cannot listen on "
              + listen.getAddress().getHostAddress()
              + ":"
              + listen.getPort()
              + " for the admin server: "
              + e.getMessage()
              + "; end the program that uses the port, or choose another one with --admin",
          e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(executor);
  }

  /** Begins to answer. */
  public void start() {
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
      Answer answer = answer(exchange);
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

  private Answer answer(HttpExchange exchange) {
    List<String> hosts = exchange.getRequestHeaders().getOrDefault("Host", List.of());
    if (hosts.size() != 1 || !LoopbackHost.isNamedBy(hosts.getFirst())) {
      return text(421, "this server answers for localhost, 127.0.0.1 and [::1] only");
    }
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return text(405, "only GET and HEAD: nothing can be changed here");
    }
    return switch (exchange.getRequestURI().getPath()) {
      case "/healthz" -> text(200, "ok");
      case "/readyz" -> ready();
      case "/metrics" -> new Answer(200, PROMETHEUS, metrics.get());
      case null, default -> text(404, "there are /healthz, /readyz and /metrics");
    };
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
