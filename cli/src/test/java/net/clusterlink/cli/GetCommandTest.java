package net.clusterlink.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import net.clusterlink.admin.AccessToken;
import net.clusterlink.admin.AdminAccess;
import net.clusterlink.admin.AdminServer;
import net.clusterlink.admin.CurrentSnapshot;
import net.clusterlink.admin.Readiness;
import net.clusterlink.admin.read.ReadApi;
import net.clusterlink.admin.read.Reply;
import net.clusterlink.admin.view.GatewayView;
import net.clusterlink.admin.view.Listing;
import net.clusterlink.admin.view.PeerView;
import net.clusterlink.cli.gateway.Termination;
import net.clusterlink.fabric.FabricAuthority;
import net.clusterlink.fabric.KeyType;
import net.clusterlink.fabric.PeerCredentials;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code clusterlink get} against an admin server, over its real HTTP. */
@Timeout(60)
class GetCommandTest {
  private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  @TempDir Path directory;
  private final List<PeerView> peers =
      new CopyOnWriteArrayList<>(
          List.of(
              peer(
                  "east",
                  "True",
                  3,
                  new GatewayView(
                      "10.0.1.1:4443",
                      "reachable",
                      Optional.of(SINCE),
                      Optional.of(0.4211),
                      Optional.empty())),
              peer(
                  "west\u001b[31m",
                  "False",
                  0,
                  new GatewayView(
                      "10.0.2.1:4443",
                      "unreachable",
                      Optional.of(SINCE),
                      Optional.empty(),
                      Optional.of("connection refused")))));
  private final List<AdminServer> servers = new ArrayList<>();

  @AfterEach
  void close() {
    servers.forEach(AdminServer::close);
  }

  @Test
  void showsATable() {
    assertThat(get("peers"))
        .isEqualTo(
            new CommandRun(
                0,
                """
                NAME             GATEWAYS   REACHABLE   RTT      SESSIONS   TUNNELS   PROBLEM
                east             1/1        True        0.42ms   3          0         -
                west\\u001b[31m   0/1        False       -        0          0         10.0.2.1:4443: connection refused
                """,
                ""));
  }

  @Test
  void showsMoreInAWideTable() {
    assertThat(get("peers", "-o", "wide").out())
        .startsWith(
            "NAME             GATEWAYS   REACHABLE   RTT      SESSIONS   TUNNELS   ADDRESSES")
        .contains("10.0.1.1:4443=reachable     zone=a");
  }

  @Test
  void showsAllThatTheGatewaySaysInJson() {
    assertThat(get("peers", "-o", "json").out())
        .startsWith("{\n  \"items\" : [ {\n    \"name\" : \"east\",")
        .contains(
            "\"name\" : \"west\\u001B[31m\"", "\"roundTripMillis\" : 0.4211", "\"total\" : 2");
  }

  @Test
  void showsAllThatTheGatewaySaysInYaml() {
    assertThat(get("peer", "--output=yaml").out())
        .startsWith("items:\n- name: east\n")
        .contains("- name: \"west\\e[31m\"\n", "    roundTripMillis: 0.4211\n")
        .endsWith("total: 2\n");
  }

  @Test
  void takesAnAddressAsTheGatewayDoes() {
    String address = plain().replace("http://", "");
    assertThat(CommandRun.in(directory, "get", "peers", "--admin", address).exitCode()).isZero();
  }

  @Test
  void saysThatThereIsNothing() {
    peers.clear();
    assertThat(get("peers")).isEqualTo(new CommandRun(0, "", "no peers\n"));
    assertThat(get("peers", "-o", "json").out()).contains("\"items\" : [ ]");
  }

  @Test
  void saysThatThereIsMore() {
    assertThat(get("peers", "--limit", "1").err()).isEqualTo("1 of 2 peers; --limit shows more\n");
  }

  @Test
  void showsWhatChangesUntilNobodyReadsAnyMore() throws Exception {
    var output = new PipedInputStream();
    var out = new PrintWriter(new PipedOutputStream(output), true, StandardCharsets.UTF_8);
    String url = plain();
    Thread command =
        Thread.ofVirtual()
            .start(() ->
                ClusterlinkCommand.commandLine(
                        new Surroundings(
                            directory,
                            Clock.systemUTC(),
                            OutputStream.nullOutputStream(),
                            new StillTermination()))
                    .setOut(out)
                    .execute("get", "peers", "-w", "--admin", url));
    var reader =
        new java.io.BufferedReader(new java.io.InputStreamReader(output, StandardCharsets.UTF_8));
    assertThat(Stream.generate(() -> line(reader)).limit(3)).last().asString().startsWith("west");

    peers.set(0, peer("east", "False", 2, peers.getFirst().gateways().getFirst()));
    assertThat(line(reader)).startsWith("east ").contains(" False ");
    peers.add(
        peer(
            "south",
            "Unknown",
            0,
            new GatewayView(
                "10.0.3.1:4443", "unknown", Optional.empty(), Optional.empty(), Optional.empty())));
    assertThat(line(reader)).startsWith("south ");
    peers.removeFirst();
    assertThat(line(reader)).startsWith("east ").endsWith("   (gone)");

    reader.close();
    peers.removeFirst();
    await().atMost(Duration.ofSeconds(20)).until(() -> !command.isAlive());
  }

  @Test
  void saysThatNoGatewayAnswers() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String url = "http://127.0.0.1:" + port;
    assertThat(CommandRun.in(directory, "get", "peers", "--admin", url))
        .isEqualTo(
            new CommandRun(
                1,
                "",
                "error: the gateway at "
                    + url
                    + "/ does not answer; is it running? name its admin address with --admin, with"
                    + " https where it is not on loopback; `clusterlink check` says what is wrong"
                    + " with it\n"));
  }

  @Test
  void givesTheTokenOverTlsToTheRightPeerOnly() throws IOException {
    String url = secured();
    List<String> right =
        List.of("get", "peers", "--admin", url, "--ca=fabric/east/ca.pem", "--admin-name=east");
    assertThat(run(right, "--token=token").out()).contains("\neast ");
    assertThat(run(right).err())
        .contains("wants a token; name the file of its --admin-token with --token");
    secret("other", SECRET.toUpperCase(java.util.Locale.ROOT));
    assertThat(run(right, "--token=other").err())
        .contains("has another token; name the file of its --admin-token with --token");
    assertThat(run(List.of("get", "peers", "--admin", url, "--ca=fabric/east/ca.pem")).err())
        .contains("is not the one expected: ", "with --admin-name");
    FabricAuthority.create(directory, "strange", KeyType.EC, Clock.systemUTC(), new SecureRandom());
    CommandRun strange =
        run(List.of("get", "peers", "--admin", url, "--ca=strange/cert.pem", "--admin-name=east"));
    assertThat(strange.exitCode()).isEqualTo(1);
    assertThat(strange.err()).contains("is not the one expected: ", "; check --ca");
  }

  @Test
  void givesTheTokenToNobodyWhoseCertificateIsRevoked() throws IOException {
    String url = secured();
    FabricAuthority.open(directory, "fabric", Clock.systemUTC(), new SecureRandom()).revoke("east");
    List<String> line =
        List.of("get", "peers", "--admin", url, "--admin-name=east", "--token=token");
    CommandRun revoked = run(line, "--ca=fabric/cert.pem");
    assertThat(revoked.exitCode()).isEqualTo(1);
    assertThat(revoked.err()).contains("is not the one expected: ", " was revoked at ");
    assertThat(run(line, "--ca=fabric/east/ca.pem").out()).as("no list").contains("\neast ");
    Files.writeString(directory.resolve("fabric/crl.pem"), "nonsense");
    CommandRun unreadable = run(line, "--ca=fabric/cert.pem");
    assertThat(unreadable.exitCode()).isEqualTo(2);
    assertThat(unreadable.err()).contains("beside --ca: ", "crl.pem");
  }

  @Test
  void neverShowsTheToken() throws IOException {
    secret("token", SECRET);
    CommandRun run =
        CommandRun.in(directory, "get", "peers", "--admin", plain(), "--token", "token");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out() + run.err()).doesNotContain(SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "get",
        "get nothing",
        "get peers -n shop",
        "get peers -o xml",
        "get peers --admin ftp://127.0.0.1",
        "get peers --admin ://127.0.0.1:9443",
        "get peers --admin http://127.0.0.1:9443/x",
        "get peers --admin https://127.0.0.1:9443",
        "get peers --admin https://127.0.0.1:9443 --ca none",
        "get peers --timeout 0s",
        "get peers --timeout 10",
      })
  void refusesWrongUsage(String line) {
    CommandRun run = CommandRun.in(directory, line.split(" ", -1));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: ");
  }

  @Test
  void sendsNoTokenInClearAcrossTheNetwork() throws IOException {
    secret("token", SECRET);
    CommandRun run =
        CommandRun.in(
            directory, "get", "peers", "--admin", "http://192.0.2.1:9443", "--token", "token");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("the token would cross the network in clear; use https");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void completesItself(String shell) {
    CommandRun run = CommandRun.in(directory, "completion", shell);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("_complete_clusterlink", "config-errors", "bashcompinit");
  }

  /** One that no test takes signals for. */
  private static final class StillTermination extends Termination {
    @Override
    public void takeSignals() {
      // The JVM of the tests keeps its own.
    }
  }

  private static String line(java.io.BufferedReader reader) {
    try {
      return String.valueOf(reader.readLine());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private CommandRun get(String... args) {
    return run(List.of("get", "--admin", plain()), args);
  }

  private CommandRun run(List<String> some, String... more) {
    return CommandRun.in(
        directory, Stream.concat(some.stream(), Stream.of(more)).toArray(String[]::new));
  }

  private String plain() {
    return "http://127.0.0.1:"
        + serve(
            new AdminAccess(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
                Optional.empty(),
                () -> {
                  throw new AssertionError("no certificate is needed on loopback");
                }));
  }

  private String secured() throws IOException {
    FabricAuthority fabric =
        FabricAuthority.create(
            directory, "fabric", KeyType.EC, Clock.systemUTC(), new SecureRandom());
    PeerCredentials east = PeerCredentials.load(fabric.issue("east"), Clock.systemUTC());
    return "https://127.0.0.1:"
        + serve(
            new AdminAccess(
                new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0),
                Optional.of(AccessToken.read(secret("token", SECRET))),
                () -> east));
  }

  private Path secret(String file, String token) throws IOException {
    Path written = Files.writeString(directory.resolve(file), token);
    return Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("rw-------"));
  }

  private int serve(AdminAccess access) {
    AdminServer server =
        new AdminServer(
            access, new Readiness(new CurrentSnapshot(InstantSource.system())), () -> "");
    server.start(
        ReadApi.empty()
            .with(
                "peers",
                request -> {
                  List<PeerView> all = List.copyOf(peers);
                  int limit = request.parameter("limit").map(Integer::parseInt).orElse(10);
                  return new Reply.Found(
                      new Listing<>(all.subList(0, Math.min(limit, all.size())), all.size()));
                }));
    servers.add(server);
    return server.address().getPort();
  }

  private static PeerView peer(String name, String reachable, int sessions, GatewayView gateway) {
    return new PeerView(
        name,
        "clusterlink-system",
        reachable,
        Optional.of(SINCE),
        Optional.empty(),
        List.of(gateway),
        Map.of("zone", "a"),
        sessions,
        0,
        List.of());
  }
}
