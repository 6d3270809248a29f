package net.clusterlink.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.clusterlink.systemtests.stage.Cli;
import net.clusterlink.systemtests.stage.Program;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a real bash completes with the script of {@code clusterlink completion}. */
@Timeout(60)
class CompletionIT {
  @TempDir static Path folder;

  @BeforeAll
  static void printTheScript() throws IOException {
    Program.Result script = Cli.run(folder, "completion", "bash");
    assertThat(script.exitCode()).as(script.output()).isZero();
    Files.writeString(folder.resolve("completion"), script.output());
  }

  @Test
  void completesWhatCanBeListed() {
    assertThat(completed("get", "")).contains("peers", "sessions", "config-errors");
  }

  @Test
  void completesFormats() {
    assertThat(completed("get", "peers", "-o", ""))
        .containsExactly("table", "wide", "json", "yaml");
  }

  @Test
  void completesCommandsAndOptions() {
    assertThat(completed("")).contains("gateway", "get", "explain", "completion");
    assertThat(completed("gateway", "--adm")).contains("--admin", "--admin-token");
  }

  /** What it offers for the last word. Outside of a prompt, {@code compopt} has nothing to set. */
  private static List<String> completed(String... words) {
    String line = "COMP_WORDS=(clusterlink \"$@\"); COMP_CWORD=$#; compopt() { :; }; ";
    String script =
        "source ./completion; "
            + line
            + "_complete_clusterlink; printf '%s\\n' \"${COMPREPLY[@]}\"";
    List<String> command = new ArrayList<>(List.of("bash", "-c", script, "bash"));
    command.addAll(List.of(words));
    Program.Result run = Program.run(folder, command);
    assertThat(run.exitCode()).as(run.output()).isZero();
    return run.output().lines().map(String::strip).toList();
  }
}
