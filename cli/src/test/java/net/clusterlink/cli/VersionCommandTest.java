package net.clusterlink.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionCommandTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"version", "--version", "-V"})
  void tellsVersionProtocolAndJava(String way) {
    CommandRun run = CommandRun.in(directory, way);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .containsPattern("^clusterlink \\d+\\.\\d+\\.\\d+\\R")
        .contains("  protocol  clusterlink/2")
        .contains("  java      " + Runtime.version())
        .contains("  system    ");
  }

  @Test
  void takesNoArguments() {
    CommandRun run = CommandRun.in(directory, "version", "please");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("error: Unmatched argument at index 1: 'please'");
  }
}
