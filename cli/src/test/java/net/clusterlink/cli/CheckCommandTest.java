package net.clusterlink.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.clusterlink.admin.check.Finding;
import net.clusterlink.admin.check.Finding.Group;
import net.clusterlink.admin.check.Finding.Level;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

@Timeout(60)
class CheckCommandTest {
  private static final List<Finding> FINDINGS =
      List.of(
          new Finding(Group.CERTIFICATES, Level.OK, "key.pem", "well kept", Optional.empty()),
          new Finding(
              Group.CERTIFICATES, Level.WARNING, "ca.pem", "ends soon", Optional.of("renew it")),
          new Finding(
              Group.PEERS,
              Level.FAILURE,
              "west at west.example:4443",
              "DNS: \"nothing\"",
              Optional.of("correct it")));

  @TempDir Path directory;

  @BeforeEach
  void makeAPeer() throws IOException {
    assertThat(CommandRun.in(directory, "create", "fabric").exitCode()).isZero();
    assertThat(CommandRun.in(directory, "create", "peer-cert", "--name", "east").exitCode())
        .isZero();
    Files.createDirectory(directory.resolve("config"));
  }

  @Test
  void endsWellWhenNothingFails() {
    CommandRun run = check(Clock.systemUTC());
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("belong together: peer east", "none configured", "and none has to")
        .contains(" 0 failed");
  }

  @Test
  void endsWellWithWarningsAlone() {
    CommandRun run = check(Clock.offset(Clock.systemUTC(), Duration.ofDays(350)));
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("the certificate of east expires on ");
  }

  @Test
  void endsWithThreeWhenSomethingFails() {
    CommandRun run = check(Clock.offset(Clock.systemUTC(), Duration.ofDays(400)));
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).contains("would be refused by every peer", "1 failed");
  }

  @Test
  void looksAtAllTheRestWhenOneThingIsNotThere() {
    CommandRun run =
        CommandRun.in(
            directory,
            "check",
            "--certs",
            "default_fabric/east",
            "--config",
            "nowhere",
            "--listen",
            "127.0.0.1:0",
            "--admin",
            freeAdmin(),
            "--offline");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out())
        .contains("belong together: peer east", "nowhere does not exist", "create it, or name");
  }

  @Test
  void needsToKnowTheGateway() {
    CommandRun run = CommandRun.in(directory, "check");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--certs", "--config");
  }

  @Test
  void showsALineEachWithTheRemedyBelow() {
    var out = new StringWriter();
    new CheckReport(FINDINGS)
        .printText(new PrintWriter(out, true), Ansi.OFF, Signs.in(StandardCharsets.UTF_8));
    assertThat(out)
        .hasToString(
            """
            certificates
              ✓ key.pem  well kept
              ! ca.pem   ends soon
                  → renew it
            peers
              ✗ west at west.example:4443  DNS: "nothing"
                  → correct it
            1 ok, 1 warning, 1 failed
            """);
  }

  @Test
  void doesWithoutSignsThatCannotBeShown() {
    var out = new StringWriter();
    new CheckReport(FINDINGS)
        .printText(new PrintWriter(out, true), Ansi.OFF, Signs.in(StandardCharsets.US_ASCII));
    assertThat(out.toString()).contains("ok   key.pem", "warn ca.pem", "FAIL west", "-> renew it");
  }

  @Test
  void tellsProgramsTheSame() {
    var out = new StringWriter();
    new CheckReport(FINDINGS).printJson(new PrintWriter(out, true));
    assertThat(out)
        .hasToString(
            """
            {"findings":[
              {"group":"certificates","level":"ok","subject":"key.pem","seen":"well kept"},
              {"group":"certificates","level":"warning","subject":"ca.pem","seen":"ends soon","remedy":"renew it"},
              {"group":"peers","level":"failure","subject":"west at west.example:4443","seen":"DNS: \\"nothing\\"","remedy":"correct it"}
            ],
            "ok":1,"warnings":1,"failures":1}
            """);
  }

  @Test
  void escapesWhatOthersChose() {
    var out = new StringWriter();
    var finding = new Finding(Group.PEERS, Level.OK, "a\u001b[31m", "\u202eb", Optional.empty());
    new CheckReport(List.of(finding))
        .printText(new PrintWriter(out, true), Ansi.OFF, Signs.in(StandardCharsets.UTF_8));
    assertThat(out.toString()).doesNotContain("\u001b", "\u202e").contains("\\u001b");
  }

  private CommandRun check(Clock clock) {
    return CommandRun.in(
        directory,
        clock,
        "check",
        "--certs",
        "default_fabric/east",
        "--config",
        "config",
        "--listen",
        "127.0.0.1:0",
        "--admin",
        freeAdmin(),
        "--offline");
  }

  private static String freeAdmin() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://127.0.0.1:" + free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
