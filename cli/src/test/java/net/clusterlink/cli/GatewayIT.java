package net.clusterlink.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway as a process of its own, from its announcement to its end. */
@Timeout(60)
class GatewayIT {
  private static final Pattern READY =
      Pattern.compile(
          "gateway east ready: peers on 127\\.0\\.0\\.1:\\d+, imports on 127\\.0\\.0\\.1, admin on"
              + " (127\\.0\\.0\\.1:\\d+), transport \\w+, 0 imports, 1 exports\n");

  @TempDir Path directory;
  private Optional<Process> process = Optional.empty();

  @BeforeEach
  void createEast() throws IOException {
    CommandRun.in(directory, "create", "fabric");
    CommandRun.in(directory, "create", "peer-cert", "--name", "east");
    Files.createDirectory(directory.resolve("config"));
    Files.writeString(
        directory.resolve("config/stock.yaml"),
        """
        apiVersion: clusterlink.net/v1alpha1
        kind: Export
        metadata:
          name: stock
        spec:
          host: 127.0.0.1
          port: 8080
        """);
  }

  @AfterEach
  void endWhatIsLeft() {
    process.ifPresent(Process::destroyForcibly);
  }

  @Test
  void announcesServesAndEndsInGoodOrder() throws IOException, InterruptedException {
    Process gateway = start();
    String admin = awaitAdmin();
    try (HttpClient http = HttpClient.newHttpClient()) {
      assertThat(get(http, admin, "/healthz").body()).isEqualTo("ok\n");
      assertThat(get(http, admin, "/readyz").body()).isEqualTo("ready\n");
      assertThat(get(http, admin, "/metrics").body())
          .contains("clusterlink_snapshot_generation 1.0", "clusterlink_config_problems 0.0");
    }
    gateway.destroy();
    assertThat(gateway.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(gateway.exitValue()).isZero();
    assertThat(Files.readString(directory.resolve("log")).lines().toList())
        .anyMatch(line -> line.contains(" INFO  draining, no new sessions are taken timeout-ms="))
        .anyMatch(line -> line.endsWith(" INFO  drained aborted-sessions=0"));
  }

  @Test
  void isNotReadyWhileAPolicyCannotBeRead() throws IOException, InterruptedException {
    Path policy = directory.resolve("config/policy.yaml");
    Files.writeString(policy, "apiVersion: clusterlink.net/v1alpha1\nkind: AccessPolicy\n");
    start();
    String admin = awaitAdmin();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> refused = get(http, admin, "/readyz");
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.body()).startsWith("policy unreadable: ").contains("policy.yaml:");
      Files.delete(policy);
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> get(http, admin, "/readyz").statusCode() == 200);
    }
  }

  private Process start() throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "gateway",
                "--certs=default_fabric/east",
                "--config=config",
                "--listen=127.0.0.1:0",
                "--admin=127.0.0.1:0"));
    Process started =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("log").toFile())
            .start();
    process = Optional.of(started);
    return started;
  }

  private String awaitAdmin() {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Files.readString(directory.resolve("out")).endsWith("\n"));
    try {
      Matcher ready = READY.matcher(Files.readString(directory.resolve("out")));
      assertThat(ready.matches()).isTrue();
      return ready.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpResponse<String> get(HttpClient http, String admin, String path)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + admin + path)).build();
    return http.send(request, BodyHandlers.ofString());
  }
}
