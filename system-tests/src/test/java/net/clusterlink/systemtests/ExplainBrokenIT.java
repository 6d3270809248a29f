package net.clusterlink.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.clusterlink.fabric.testing.TestAuthority;
import net.clusterlink.systemtests.stage.Cli;
import net.clusterlink.systemtests.stage.ConfigDirectory;
import net.clusterlink.systemtests.stage.GatewayProcess;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.Loopback;
import net.clusterlink.systemtests.stage.Manifests;
import net.clusterlink.systemtests.stage.Program;
import net.clusterlink.systemtests.wire.Identity;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What {@code explain} makes of the broken set-ups of docs/troubleshooting.md: it names the culprit
 * and the remedy, or the command that knows it. {@link CheckIT} is for {@code check}.
 */
@Tag("external")
@Timeout(60)
class ExplainBrokenIT {
  private static final int WELL = 0;
  private static final int CANNOT_BE_ASKED = 1;
  private static final int NOT_SERVED = 3;
  private static final String NORTH = "north";

  /** Of a heartbeat that is not answered, and of the few that have to be missed. */
  private static final Duration UNREACHED_LIMIT = Duration.ofSeconds(40);

  @RegisterExtension static final Link LINK = new Link();

  /** West, beside one peer that is reached; the tests add others that are not. */
  @BeforeAll
  static void start() {
    LINK.offer("service", "127.0.0.1", 9);
    LINK.allowAll();
    LINK.start();
  }

  @Test
  void setUps1And2AndNoGatewayAtAll() {
    InetAddress loopback = Loopback.standard();
    String admin = "127.0.0.1:" + Loopback.freePort(loopback);
    Program.Result result = explain(admin, "service");
    assertThat(result.exitCode()).as(result.output()).isEqualTo(CANNOT_BE_ASKED);
    assertThat(result.output())
        .contains(
            "the gateway at http://" + admin,
            "does not answer; is it running?",
            "`clusterlink check` says what is wrong with it");
  }

  @Test
  void setUp3AnotherPeerBehindTheAddress() {
    assertUnreached(
        Manifests.peer("impostor", LINK.east().address()),
        "impostor",
        "reached peer \"east\" where \"impostor\" was expected");
  }

  @Test
  void setUp4ANameThatDoesNotExist() {
    assertUnreached(
        Manifests.peer("nameless", InetSocketAddress.createUnresolved("nameless.invalid", 4443)),
        "nameless",
        "the name nameless.invalid cannot be resolved");
  }

  @Test
  void setUp5AClosedPort() {
    InetAddress address = Loopback.fresh();
    assertUnreached(
        Manifests.peer("closed", new InetSocketAddress(address, Loopback.freePort(address))),
        "closed",
        "Connection refused");
  }

  @Test
  void setUp6AFarGatewayThatRefusesThisOne() {
    TestAuthority stranger = TestAuthority.create("another fabric");
    Path certs =
        stranger
            .peer(NORTH)
            .issue()
            .writeTo(
                LINK.folder().resolve("stranger"),
                stranger.certificate(),
                Identity.load(LINK.fabric().folder()).leaf());
    ConfigDirectory config = ConfigDirectory.create(LINK.folder().resolve("of-stranger"));
    config.put("allow-all.yaml", Manifests.allowAll());
    config.put("east.yaml", Manifests.peer(Link.EAST, LINK.east().address()));
    int port = LINK.freeImportAddress().getPort();
    config.put("service.yaml", Manifests.imported("service", port, Link.EAST));
    try (var refused = GatewayProcess.start(LINK.options(NORTH, config).withCerts(certs))) {
      assertNotServed(
          refused,
          "service",
          Link.EAST,
          "the far side refused this gateway's certificate: it does not know the authority that"
              + " issued it");
    }
  }

  @Test
  void setUp7APortThatIsTaken() throws IOException {
    InetSocketAddress taken = LINK.freeImportAddress();
    try (var _ = new ServerSocket(taken.getPort(), 1, taken.getAddress())) {
      LINK.west()
          .afterChange(() ->
              LINK.westConfig()
                  .put("taken.yaml", Manifests.imported("taken", taken.getPort(), Link.EAST)));
      Program.Result result = explain(admin(LINK.west()), "taken");
      assertThat(result.exitCode()).as(result.output()).isEqualTo(NOT_SERVED);
      assertThat(result.output())
          .contains(
              "ALLOWED, BUT NOT SERVED  127.0.0.1 to import default/taken",
              "nothing listens for this import: its port may be taken",
              "→ `clusterlink check --certs DIR --config DIR --admin http://"
                  + admin(LINK.west())
                  + "` says what is wrong with the port");
    } finally {
      LINK.west().afterChange(() -> LINK.westConfig().remove("taken.yaml"));
    }
  }

  @Test
  void setUp8ABrokenManifest() {
    LINK.westConfig()
        .put("web.yaml", Manifests.imported("web", 8080, Link.EAST).replace("port:", "prot:"));
    try {
      Program.Result result = explain(admin(LINK.west()), "web");
      assertThat(result.exitCode()).as(result.output()).isEqualTo(CANNOT_BE_ASKED);
      assertThat(result.output())
          .contains("there is no Import default/web here", "'clusterlink get config-errors'");
      Awaitility.await("the error listed")
          .untilAsserted(() ->
              assertThat(LINK.west().get("/api/v1/config-errors").body())
                  .contains("web.yaml", "is not a known field", "did you mean port?"));
    } finally {
      LINK.westConfig().remove("web.yaml");
    }
  }

  @Test
  void setUp9TooFewFileDescriptorsServeAsLongAsTheyLast() {
    ConfigDirectory config = ConfigDirectory.create(LINK.folder().resolve("of-few"));
    config.put("allow-all.yaml", Manifests.allowAll());
    config.put("east.yaml", Manifests.peer(Link.EAST, LINK.east().address()));
    int port = LINK.freeImportAddress().getPort();
    config.put("service.yaml", Manifests.imported("service", port, Link.EAST));
    try (var few =
        GatewayProcess.start(
            LINK.options(NORTH, config).launchedBy(ExplainBrokenIT::withFewDescriptors))) {
      Program.Result result = explain(admin(few), "service");
      assertThat(result.exitCode()).as(result.output()).isEqualTo(WELL);
      assertThat(result.output()).startsWith("ALLOWED  127.0.0.1 to import default/service");
    }
  }

  @Test
  void setUp10AGatewayThatIsStopped() {
    ConfigDirectory config = ConfigDirectory.create(LINK.folder().resolve("of-stopped"));
    try (var stopped = GatewayProcess.start(LINK.options(NORTH, config))) {
      InetSocketAddress address = stopped.address();
      String admin = admin(stopped);
      signal(stopped, "STOP");
      try {
        Program.Result result = explain(admin, "service", "--timeout", "2s");
        assertThat(result.exitCode()).as(result.output()).isEqualTo(CANNOT_BE_ASKED);
        assertThat(result.output())
            .contains(
                "the gateway at http://" + admin,
                "does not answer within 2000 ms",
                "`clusterlink check` says what is wrong with it");
        assertUnreached(
            Manifests.peer(NORTH, address), NORTH, Loopback.text(address) + " unreachable since ");
      } finally {
        signal(stopped, "CONT");
      }
    }
  }

  private static List<String> withFewDescriptors(List<String> command) {
    return Stream.concat(
            Stream.of("/bin/sh", "-c", "ulimit -n 512 && exec \"$@\"", "gateway"), command.stream())
        .toList();
  }

  /** West gets the peer and an import of it, both by this name. */
  private static void assertUnreached(String peer, String name, String culprit) {
    String file = name + ".yaml";
    int port = LINK.freeImportAddress().getPort();
    LINK.westConfig().put(file, peer, Manifests.imported(name, port, name));
    try {
      assertNotServed(LINK.west(), name, name, culprit);
    } finally {
      LINK.west().afterChange(() -> LINK.westConfig().remove(file));
    }
  }

  private static void assertNotServed(
      GatewayProcess gateway, String imported, String peer, String culprit) {
    Awaitility.await("a heartbeat missed")
        .atMost(UNREACHED_LIMIT)
        .untilAsserted(() ->
            assertThat(
                    gateway
                        .get("/api/v1/explain?import=default/" + imported + "&from=127.0.0.1")
                        .body())
                .contains("\"reachable\":false"));
    Program.Result result = explain(admin(gateway), imported);
    assertThat(result.exitCode()).as(result.output()).isEqualTo(NOT_SERVED);
    assertThat(result.output())
        .startsWith("ALLOWED, BUT NOT SERVED  127.0.0.1 to import default/" + imported)
        .contains(
            "no peer is reached that it may go to",
            "gateways: ",
            "unreachable since ",
            culprit,
            "→ `clusterlink check --certs DIR --config DIR --admin http://"
                + admin(gateway)
                + "` says where the way to "
                + peer
                + " ends");
  }

  private static Program.Result explain(String admin, String imported, String... more) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "explain",
                "--admin",
                "http://" + admin,
                "--import",
                imported,
                "--from",
                "127.0.0.1"));
    line.addAll(List.of(more));
    return Cli.run(LINK.folder(), line.toArray(String[]::new));
  }

  private static String admin(GatewayProcess gateway) {
    return Loopback.text(gateway.admin());
  }

  private static void signal(GatewayProcess gateway, String signal) {
    Program.Result result =
        Program.run(
            Path.of("."),
            List.of("/bin/sh", "-c", "kill -" + signal + " " + gateway.handle().pid()));
    assertThat(result.exitCode()).as(result.output()).isZero();
  }
}
