package net.clusterlink.systemtests.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.clusterlink.systemtests.stage.Installed;
import net.clusterlink.systemtests.stage.Link;
import net.clusterlink.systemtests.stage.Loopback;
import net.clusterlink.systemtests.stage.Payload;
import net.clusterlink.systemtests.stage.Program;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Redis and redis-cli: binary values, thousands of commands at once, an answer that comes late. */
@Tag("external")
@Timeout(120)
class RedisIT {
  private static final Payload VALUE = new Payload(3, 1 << 20);
  private static final int COMMANDS = 10_000;

  @RegisterExtension static final Link LINK = new Link();

  private static InetSocketAddress direct;
  private static InetSocketAddress through;
  private static ForeignServer server;
  private static Path nothing;

  @BeforeAll
  static void start() throws IOException {
    InetAddress address = Loopback.fresh();
    direct = new InetSocketAddress(address, Loopback.freePort(address));
    server =
        ForeignServer.start(
            LINK.folder().resolve("redis.log"),
            "Ready to accept connections",
            List.of(
                Installed.program("redis-server", "redis-server"),
                "--bind",
                address.getHostAddress(),
                "--port",
                Integer.toString(direct.getPort()),
                "--save",
                "",
                "--appendonly",
                "no"));
    through = LINK.offer("redis", address.getHostAddress(), direct.getPort());
    LINK.allowAll();
    LINK.start();
    nothing = Files.writeString(LINK.folder().resolve("nothing"), "");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aBinaryValueComesBackAsItWasSet() throws IOException {
    Path value = Files.write(LINK.folder().resolve("value"), VALUE.bytes());
    assertThat(cli(through, value, "-x", "SET", "set-through")).asString().isEqualTo("OK\n");
    assertThat(cli(direct, value, "-x", "SET", "set-direct")).asString().isEqualTo("OK\n");
    for (String key : List.of("set-through", "set-direct")) {
      byte[] expected = cli(direct, nothing, "GET", key);
      // The client ends a value with an end of line of its own.
      assertThat(expected).startsWith(VALUE.bytes()).hasSize((int) VALUE.length() + 1);
      assertThat(cli(through, nothing, "GET", key)).isEqualTo(expected);
    }
  }

  @Test
  void tenThousandCommandsInOneGoAreAllAnswered() throws IOException {
    Path commands = LINK.folder().resolve("commands");
    Files.writeString(commands, increments(), StandardCharsets.US_ASCII);
    String expected = new String(cli(direct, commands, "--pipe"), StandardCharsets.US_ASCII);
    String seen = new String(cli(through, commands, "--pipe"), StandardCharsets.US_ASCII);
    assertThat(seen).isEqualTo(expected).contains("errors: 0, replies: " + COMMANDS);
    assertThat(cli(through, nothing, "GET", "count")).asString().isEqualTo(2 * COMMANDS + "\n");
  }

  @Test
  void anErrorIsTheServersOwn() throws IOException {
    assertThat(cli(through, nothing, "NO-SUCH-COMMAND"))
        .isEqualTo(cli(direct, nothing, "NO-SUCH-COMMAND"))
        .isNotEmpty();
  }

  @Test
  void anAnswerThatComesLateArrives() throws IOException {
    CompletableFuture<String> popped =
        CompletableFuture.supplyAsync(() -> pop("late"), task -> Thread.ofVirtual().start(task));
    Awaitility.await("somebody waits")
        .failFast(() -> assertThat(popped).as("still waiting, as far as seen").isNotDone())
        .until(() ->
            new String(cli(direct, nothing, "INFO", "clients"), StandardCharsets.US_ASCII)
                .contains("blocked_clients:1"));
    assertThat(popped).isNotDone();
    cli(direct, nothing, "RPUSH", "late", "at last");
    assertThat(popped).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo("late\nat last\n");
  }

  private static String pop(String list) {
    return Program.run(LINK.folder(), line(through, "BLPOP", list, "50")).output();
  }

  private static String increments() {
    return "*2\r\n$4\r\nINCR\r\n$5\r\ncount\r\n".repeat(COMMANDS);
  }

  private static byte[] cli(InetSocketAddress server, Path input, String... arguments)
      throws IOException {
    Path output = Files.createTempFile(LINK.folder(), "redis-cli", ".out");
    Program.Result result = Program.run(LINK.folder(), input, output, line(server, arguments));
    assertThat(result.exitCode()).as(result.output()).isZero();
    return Files.readAllBytes(output);
  }

  private static List<String> line(InetSocketAddress server, String... arguments) {
    List<String> line =
        new ArrayList<>(
            List.of(
                Installed.program("redis-cli", "redis-tools"),
                "-h",
                server.getAddress().getHostAddress(),
                "-p",
                Integer.toString(server.getPort())));
    line.addAll(List.of(arguments));
    return line;
  }
}
