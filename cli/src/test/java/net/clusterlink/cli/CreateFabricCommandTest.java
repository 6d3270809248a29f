package net.clusterlink.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CreateFabricCommandTest {
  @TempDir Path directory;

  @Test
  void saysWhatItWroteAndWhatComesNext() {
    Clock clock = Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC);
    CommandRun run = CommandRun.in(directory, clock, "create", "fabric", "--name", "prod");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    Path fabric = directory.resolve("prod");
    assertThat(run.out())
        .startsWith("fabric prod created\n")
        .contains("certificate  " + fabric.resolve("cert.pem") + "  valid until 2036-02-2")
        .contains("key          " + fabric.resolve("key.pem") + "   mode 0600")
        .endsWith("next: clusterlink create peer-cert --name <peer> --fabric prod\n");
  }

  @Test
  void createsTheDefaultFabricUnlessNamed() {
    CommandRun run = CommandRun.in(directory, "create", "fabric");
    assertThat(run.exitCode()).isZero();
    assertThat(directory.resolve("default_fabric/cert.pem")).isRegularFile();
    assertThat(run.out()).endsWith("next: clusterlink create peer-cert --name <peer>\n");
  }

  @Test
  void keepsTheKeyToItsOwner() throws IOException {
    CommandRun.in(directory, "create", "fabric");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("default_fabric/key.pem"))))
        .isEqualTo("rw-------");
  }

  @Test
  void overwritesNothing() {
    CommandRun.in(directory, "create", "fabric");
    CommandRun run = CommandRun.in(directory, "create", "fabric");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith(
            "error: "
                + directory.resolve("default_fabric")
                + " already exists; choose another name, or move it away");
  }

  static Stream<String> badNames() {
    return Stream.of(
        "../../x",
        "/tmp/x",
        "",
        ".",
        "a/b",
        "a\u0000b",
        "n".repeat(300),
        "fabric\ud83d\ude80",
        "a b");
  }

  @ParameterizedTest
  @MethodSource("badNames")
  void refusesWhatIsNoNameAndWritesNothing(String name) throws IOException {
    CommandRun run = CommandRun.in(directory, "create", "fabric", "--name", name);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("error: ")
        .contains(" is no name for a fabric; use 1 to 63 letters, digits, '-' and '_'");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void refusesAnUnknownKeyType() {
    CommandRun run = CommandRun.in(directory, "create", "fabric", "--key-type", "dsa");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("error: Invalid value for option '--key-type': 'dsa' is none of ec, rsa\n");
  }
}
