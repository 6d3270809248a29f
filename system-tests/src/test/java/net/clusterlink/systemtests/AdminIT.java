package net.clusterlink.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.clusterlink.systemtests.stage.Cli;
import net.clusterlink.systemtests.stage.EchoSession;
import net.clusterlink.systemtests.stage.GatewayProcess;
import net.clusterlink.systemtests.stage.JavaCommand;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.Loopback;
import net.clusterlink.systemtests.stage.Manifests;
import net.clusterlink.systemtests.stage.Program;
import net.clusterlink.systemtests.stage.Scripts;
import net.clusterlink.systemtests.stage.TcpService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What two gateways tell of themselves over their read API, and how {@code get} shows it. */
@Tag("external")
@Timeout(90)
class AdminIT {
  @RegisterExtension static final Link LINK = new Link();

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final TcpService<Long> ECHO = TcpService.start(Scripts.echo());
  private static final InetAddress CLIENT = Loopback.fresh();
  private static InetSocketAddress echo;

  @BeforeAll
  static void start() {
    echo = LINK.offer("echo", ECHO);
    LINK.allowAll();
    LINK.westConfig().put("client.yaml", Manifests.workload("web", CLIENT));
    LINK.start();
  }

  @AfterAll
  static void stop() {
    ECHO.close();
  }

  @Test
  void aLiveSessionHasTheSameIdOnBothSides() throws IOException {
    try (EchoSession session = new EchoSession(echo)) {
      assertThat(session.answers()).isTrue();
      JsonNode here = only(LINK.west(), "sessions", "import", "default/echo");
      JsonNode there = only(LINK.east(), "sessions", "id", here.path("id").asText());
      assertThat(here.path("side").asText()).isEqualTo("client");
      assertThat(there.path("side").asText()).isEqualTo("service");
      assertThat(there.path("peer").asText()).isEqualTo("west");
      assertThat(List.of(here, there))
          .allSatisfy(side -> {
            assertThat(side.path("state").asText()).isEqualTo("open");
            assertThat(side.path("verdict").asText()).isEqualTo("allow");
            assertThat(side.path("export").asText()).isEqualTo("default/echo");
            assertThat(side.path("bytesToService").asLong()).isEqualTo(8);
            assertThat(side.path("bytesToClient").asLong()).isEqualTo(8);
          });
      assertThat(only(LINK.west(), "tunnels", "inUse", "true").path("peer").asText())
          .isEqualTo("east");
      assertThat(only(LINK.west(), "imports", "name", "echo").path("sessions").asInt()).isOne();
      assertThat(only(LINK.east(), "exports", "name", "echo").path("sessions").asInt()).isOne();
      assertThat(only(LINK.west(), "peers", "name", "east").path("sessions").asInt()).isOne();
      assertThat(session.end()).isNotNull();
    }
    Awaitility.await("no session left").until(() -> items(LINK.west(), "sessions").isEmpty());
  }

  @Test
  void resourcesAreListedAsTheyAreInForce() {
    Awaitility.await("a heartbeat")
        .until(() ->
            only(LINK.west(), "peers", "name", "east").path("reachable").asText().equals("True"));
    assertThat(condition(only(LINK.west(), "peers", "name", "east"), "PeerReachable"))
        .isEqualTo("True Heartbeat");
    JsonNode imported = only(LINK.west(), "imports", "name", "echo");
    assertThat(imported.path("listening").asText()).isEqualTo(Loopback.text(echo));
    assertThat(condition(imported, "ImportTargetPortValid")).isEqualTo("True Valid");
    assertThat(condition(imported, "ImportServiceValid")).isEqualTo("True Valid");
    assertThat(condition(only(LINK.east(), "exports", "name", "echo"), "ExportValid"))
        .isEqualTo("True Verified");
    assertThat(only(LINK.west(), "policies", "name", "allow-all").path("tier").asText())
        .isEqualTo("regular");
    assertThat(only(LINK.west(), "workloads", "name", "web").path("addresses").get(0).asText())
        .isEqualTo(CLIENT.getHostAddress());
  }

  @Test
  void conditionsTurnWithWhatHappens() throws IOException {
    InetSocketAddress address = LINK.freeImportAddress();
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(address);
      LINK.westConfig()
          .put("import-late.yaml", Manifests.imported("late", address.getPort(), Link.EAST));
      awaitCondition("late", "False Error");
    }
    awaitCondition("late", "True Valid");
    LINK.westConfig().remove("import-late.yaml");
    Awaitility.await("gone with its object")
        .until(() -> get(LINK.west(), "/api/v1/imports/default/late").statusCode() == 404);
  }

  @Test
  void aPeerThatDiesIsToldUnreachable() {
    try (GatewayProcess south = GatewayProcess.start(LINK.options("south", LINK.eastConfig()))) {
      LINK.westConfig().put("south-peer.yaml", Manifests.peer("south", south.address()));
      awaitReachable("south", "True");
    }
    awaitReachable("south", "False");
    JsonNode south = only(LINK.west(), "peers", "name", "south");
    assertThat(condition(south, "PeerReachable")).isEqualTo("False Heartbeat");
    assertThat(south.path("gateways").get(0).path("failure").asText()).isNotEmpty();
    LINK.westConfig().remove("south-peer.yaml");
  }

  @Test
  void configErrorsAreListedUntilTheyAreMended() {
    LINK.westConfig().put("broken.yaml", "kind: [");
    Awaitility.await("told").until(() -> errors().size() == 1);
    assertThat(errors().getFirst().path("file").asText()).endsWith("broken.yaml");
    LINK.westConfig().remove("broken.yaml");
    Awaitility.await("mended").until(() -> errors().isEmpty());
  }

  /** Without the warning that a client of these tests is on loopback. */
  private static List<JsonNode> errors() {
    return items(LINK.west(), "config-errors").stream()
        .filter(item -> item.path("severity").asText().equals("error"))
        .toList();
  }

  @Test
  void getShowsItInEveryFormat() throws IOException {
    try (EchoSession session = new EchoSession(echo)) {
      assertThat(session.answers()).isTrue();
      String id = only(LINK.west(), "sessions", "import", "default/echo").path("id").asText();
      assertThat(shown("get", "sessions")).contains("VERDICT", id, "default/echo", "allow");
      assertThat(shown("get", "sessions", "-o", "wide")).contains("DECISION", "allow-all");
      assertThat(MAPPER.readTree(shown("get", "sessions", "-o", "json")).findValuesAsText("id"))
          .contains(id);
      assertThat(shown("get", "sessions", "-o", "yaml")).contains("- id: " + id, "side: client");
      assertThat(shown("get", "peers")).containsPattern("east +1/1 +True ");
      for (String kind :
          List.of("imports", "exports", "policies", "workloads", "tunnels", "config-errors")) {
        Program.Result run = cli("get", kind);
        assertThat(run.exitCode()).as(run.output()).isZero();
      }
    }
  }

  @Test
  void watchingSeesANewSessionComeAndGo() throws Exception {
    Process watching =
        new ProcessBuilder(
                JavaCommand.of(
                    List.of("-XX:TieredStopAtLevel=1"),
                    List.of("get", "sessions", "-w", "--admin", url(LINK.west()))))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader lines = watching.inputReader()) {
      try (EchoSession warm = new EchoSession(echo)) {
        assertThat(warm.answers()).isTrue();
        assertThat(lines.readLine()).startsWith("ID ");
        try (EchoSession session = new EchoSession(echo)) {
          assertThat(session.answers()).isTrue();
          Set<String> unseen =
              items(LINK.west(), "sessions").stream()
                  .map(item -> item.path("id").asText())
                  .collect(Collectors.toSet());
          assertThat(unseen).hasSize(2);
          while (!unseen.isEmpty()) {
            String id = lines.readLine().split(" ", 2)[0];
            unseen.remove(id);
          }
        }
      }
      assertThat(lines.lines().anyMatch(line -> line.endsWith("(gone)"))).isTrue();
      watching.toHandle().destroy();
      assertThat(watching.waitFor()).isZero();
    } finally {
      watching.destroyForcibly();
    }
  }

  @Test
  void saysThatNoGatewayAnswers() {
    String nobody = "http://127.0.0.1:" + Loopback.freePort(Loopback.standard());
    Program.Result run = Cli.run(LINK.folder(), "get", "peers", "--admin", nobody);
    assertThat(run.exitCode()).isOne();
    assertThat(run.output()).contains("does not answer; is it running? name its admin address");
  }

  private static String shown(String... arguments) {
    Program.Result run = cli(arguments);
    assertThat(run.exitCode()).as(run.output()).isZero();
    return run.output();
  }

  private static Program.Result cli(String... arguments) {
    return Cli.run(
        LINK.folder(),
        Stream.concat(Stream.of(arguments), Stream.of("--admin", url(LINK.west())))
            .toArray(String[]::new));
  }

  private static String url(GatewayProcess gateway) {
    return "http://" + Loopback.text(gateway.admin());
  }

  private static void awaitCondition(String imported, String wanted) {
    Awaitility.await(imported + " " + wanted)
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            items(LINK.west(), "imports").stream()
                .filter(item -> item.path("name").asText().equals(imported))
                .anyMatch(item -> condition(item, "ImportTargetPortValid").equals(wanted)));
  }

  private static void awaitReachable(String peer, String wanted) {
    Awaitility.await(peer + " " + wanted)
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            items(LINK.west(), "peers").stream()
                .filter(item -> item.path("name").asText().equals(peer))
                .anyMatch(item -> item.path("reachable").asText().equals(wanted)));
  }

  private static String condition(JsonNode item, String type) {
    return item.path("conditions")
        .valueStream()
        .filter(condition -> condition.path("type").asText().equals(type))
        .map(condition ->
            condition.path("status").asText() + " " + condition.path("reason").asText())
        .findFirst()
        .orElse("");
  }

  /** The one item of a list that has this field so. */
  private static JsonNode only(GatewayProcess gateway, String list, String field, String value) {
    List<JsonNode> found =
        items(gateway, list).stream()
            .filter(item -> item.path(field).asText().equals(value))
            .toList();
    assertThat(found).as(list + " of " + field + " " + value).hasSize(1);
    return found.getFirst();
  }

  private static List<JsonNode> items(GatewayProcess gateway, String list) {
    HttpResponse<String> answer = get(gateway, "/api/v1/" + list);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    try {
      return MAPPER.readTree(answer.body()).path("items").valueStream().toList();
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + answer.body(), e);
    }
  }

  private static HttpResponse<String> get(GatewayProcess gateway, String path) {
    return gateway.get(path);
  }
}
