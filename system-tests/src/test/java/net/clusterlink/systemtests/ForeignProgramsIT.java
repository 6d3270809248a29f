package net.clusterlink.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.Loopback;
import net.clusterlink.systemtests.stage.Payload;
import net.clusterlink.systemtests.stage.Program;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Programs that nobody wrote for this product see what they would see without it. */
@Tag("external")
@Timeout(60)
class ForeignProgramsIT {
  private static final Payload PAGE = new Payload(1, 3_000_000);

  @RegisterExtension static final Link LINK = new Link();

  private static HttpServer http;
  private static InetSocketAddress imported;

  @BeforeAll
  static void start() throws IOException {
    http = HttpServer.create(new InetSocketAddress(Loopback.standard(), 0), 0);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.createContext("/", ForeignProgramsIT::answer);
    http.start();
    imported = LINK.offer("web", "127.0.0.1", http.getAddress().getPort());
    LINK.allowAll();
    LINK.start();
  }

  @AfterAll
  static void stop() {
    http.stop(0);
  }

  /** Sends back what was posted, else a page. */
  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().remove("Date");
      if (exchange.getRequestMethod().equals("POST")) {
        byte[] posted = exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(200, posted.length);
        exchange.getResponseBody().write(posted);
      } else if (exchange.getRequestURI().getPath().equals("/page")) {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
          PAGE.writeTo(body);
        }
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  /** An answer, byte for byte, without the second in which it was given. */
  private static String undated(byte[] answer) {
    return new String(answer, StandardCharsets.ISO_8859_1).replaceFirst("Date: [^\r]*\r\n", "");
  }

  @Test
  void curlSeesWhatItSeesOverADirectConnection() throws IOException {
    for (String path : List.of("/page", "/nothing-here")) {
      assertThat(undated(curl(imported, path, "through", "--include")))
          .isEqualTo(undated(curl(http.getAddress(), path, "direct", "--include")));
    }
  }

  @Test
  void curlPostsAndHearsBackWhatItPosted() throws IOException {
    Path file = LINK.folder().resolve("posted");
    Files.write(file, new Payload(2, 5_000_000).bytes());
    assertThat(curl(imported, "/", "echoed", "--data-binary", "@" + file))
        .isEqualTo(new Payload(2, 5_000_000).bytes());
  }

  @Test
  void curlKeepsAConnectionForSeveralRequests() {
    String url = "http://" + Loopback.text(imported) + "/nothing-here";
    Program.Result result =
        Program.run(
            LINK.folder(),
            List.of("curl", "-sS", "-w", "%{http_code} %{num_connects}\n", url, url, url));
    assertThat(result.output().lines()).containsExactly("404 1", "404 0", "404 0");
  }

  private static byte[] curl(InetSocketAddress server, String path, String file, String... more)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "--output", file));
    command.addAll(List.of(more));
    command.add("http://" + Loopback.text(server) + path);
    Program.Result result = Program.run(LINK.folder(), command);
    assertThat(result.exitCode()).as(result.output()).isZero();
    return Files.readAllBytes(LINK.folder().resolve(file));
  }

  @Test
  void opensslGetsInOnlyWithACertificateOfTheFabric() {
    int mark = LINK.east().log().mark();
    Path west = LINK.fabric().peer(Link.WEST);
    assertThat(openssl("-cert", west + "/cert.pem", "-key", west + "/key.pem").output())
        .contains("Verify return code: 0 (ok)")
        .contains("ALPN protocol: clusterlink/2");
    openssl();
    LINK.east().log().await(mark, "tunnel refused", "reason=no-certificate");
  }

  @Test
  void opensslGetsNoOlderTls() {
    int mark = LINK.east().log().mark();
    assertThat(openssl("-tls1_2").exitCode()).isNotZero();
    LINK.east().log().await(mark, "tunnel refused", "reason=wrong-protocol");
  }

  private static Program.Result openssl(String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "openssl",
                "s_client",
                "-connect",
                Loopback.text(LINK.east().address()),
                "-servername",
                Link.EAST,
                "-alpn",
                "clusterlink/2",
                "-CAfile",
                LINK.fabric().peer(Link.WEST) + "/ca.pem"));
    command.addAll(List.of(more));
    return Program.run(LINK.folder(), command);
  }
}
