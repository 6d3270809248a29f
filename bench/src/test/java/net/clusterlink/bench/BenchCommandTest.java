package net.clusterlink.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchCommandTest {
  /** Where there is no product, so that whatever is started fails. */
  @TempDir Path home;

  private final StringWriter errors = new StringWriter();
  private final StringWriter output = new StringWriter();

  @Test
  void showsHowItIsUsed() {
    assertThat(run("--help")).isZero();
    assertThat(output.toString()).contains("--quick", "--only", "--variants", "--rounds");
  }

  @Test
  void refusesNoRounds() {
    assertThat(run("--rounds", "0")).isEqualTo(2);
    assertThat(errors.toString()).contains("--rounds: 0 is too few; at least 1");
  }

  @Test
  void refusesAnUnknownFigureAndNamesThoseThereAre() {
    assertThat(run("--only", "start,sesions")).isEqualTo(2);
    assertThat(errors.toString())
        .contains("no such figure: sesions", "sessions-workers-2", "policy-10", "growth-imports");
    assertThat(home.resolve("bench")).doesNotExist();
  }

  @Test
  void refusesAnUnknownVariantAndNamesThoseThereAre() {
    assertThat(run("--quick", "--variants", "squid")).isEqualTo(2);
    assertThat(errors.toString()).contains("no such variant: squid", "haproxy-mtls, haproxy-plain");
    assertThat(home.resolve("bench")).doesNotExist();
  }

  @Test
  void endsWithOneAndStillReportsWhenAFigureFails() {
    assertThat(run("--only", "start,change", "--rounds", "1")).isEqualTo(1);
    assertThat(home.resolve("bench/target/results.json")).exists();
  }

  @Test
  void endsWithOneWhenResultsCannotBeWritten() {
    assertThat(run("--only", "start", "--results", "/proc/results.json")).isEqualTo(1);
    assertThat(errors.toString()).contains("error: cannot write /proc/results.json");
  }

  @Test
  void saysInWhichNetworkItMeasured() throws IOException {
    run("--only", "start", "--rounds", "1");

    String used = Files.readString(Path.of("/proc/sys/net/ipv4/tcp_congestion_control")).strip();
    assertThat(home.resolve("bench/target/results.json"))
        .content()
        .contains("\"tcp_congestion_control\" : \"%s\"".formatted(used));
  }

  private int run(String... args) {
    CommandLine command = Main.command(home);
    command.setErr(new PrintWriter(errors, true));
    command.setOut(new PrintWriter(output, true));
    return command.execute(args);
  }
}
