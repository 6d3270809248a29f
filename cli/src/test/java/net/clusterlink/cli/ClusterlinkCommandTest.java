package net.clusterlink.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterlinkCommandTest {
  @TempDir Path directory;

  @Test
  void showsItsUsageWhenNothingIsAsked() {
    CommandRun run = CommandRun.in(directory);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("Usage: clusterlink", "Exit codes: 0 it went well");
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create fabric",
        "create peer-cert",
        "revoke",
        "revoke peer-cert",
        "help",
        "gateway",
        "validate",
        "explain",
        "version",
        "demo",
        "create"
      })
  void helpsWithExamples(String command) {
    CommandRun run = CommandRun.in(directory, (command + " --help").split(" ", -1));
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("Usage: clusterlink " + command)
        .containsPattern("Examples?:\\R  clusterlink " + command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gateway", "create", "create peer-cert", "revoke peer-cert", ""})
  void helpsAsACommandToo(String command) {
    String[] help = ("help " + command).strip().split(" ", -1);
    String[] option = (command + " --help").strip().split(" ", -1);
    CommandRun run = CommandRun.in(directory, help);
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo(CommandRun.in(directory, option).out());
  }

  @Test
  void helpsNotWithWhatIsNoCommand() {
    CommandRun run = CommandRun.in(directory, "help", "create", "peer");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            """
            error: there is no command 'peer'; there are fabric, peer-cert
            run `clusterlink create --help` to see how it is used
            """);
  }

  @Test
  void helpsNotBelowACommandThatHasNoneBelowIt() {
    CommandRun run = CommandRun.in(directory, "help", "gateway", "now");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: there is no command 'now'; there is none here\n");
  }

  @Test
  void refusesAnUnknownCommandAndSuggestsOne() {
    CommandRun run = CommandRun.in(directory, "gatewy");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("error: there is no command 'gatewy'; there are create, ")
        .contains("Did you mean: clusterlink gateway or ")
        .contains("run `clusterlink --help` to see how it is used");
  }

  @Test
  void refusesAnUnknownOption() {
    CommandRun run = CommandRun.in(directory, "create", "fabric", "--nam", "prod");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("error: Unknown options: '--nam', 'prod'")
        .contains("run `clusterlink create fabric --help` to see how it is used");
  }

  @Test
  void refusesAnOptionGivenTwice() {
    CommandRun run = CommandRun.in(directory, "create", "fabric", "--name", "a", "--name", "b");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("error: option '--name' (NAME) should be specified only once");
  }

  @Test
  void showsNoControlCharactersOfWhatItWasGiven() {
    CommandRun run = CommandRun.in(directory, "create", "fabric", "\u001b[31mred");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("'\\u001b[31mred'").doesNotContain("\u001b");
  }
}
