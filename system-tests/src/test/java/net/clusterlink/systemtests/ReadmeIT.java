package net.clusterlink.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows the README as a reader does: by copy and paste into one shell. */
@Tag("external")
class ReadmeIT {
  private static final Pattern SECTION =
      Pattern.compile("^## The next five minutes$(.*?)^## ", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern COMMANDS =
      Pattern.compile("^```sh$(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final List<String> PORTS = List.of("8000", "8080", "4443", "5443", "9443", "9543");

  /** What surrounds the reader's commands: whatever happens, nothing is left running. */
  private static final String PREAMBLE =
      """
      trap 'kill $(jobs -p) 2>/dev/null' EXIT
      curl() { command curl --silent --max-time 10 "$@"; }
      """;

  @Test
  void theNextFiveMinutesWorkByCopyAndPaste(@TempDir Path folder) throws Exception {
    writeLauncher(folder);
    Files.writeString(folder.resolve("readme.sh"), PREAMBLE + withFreePorts(commands()));

    String output = run(folder, "bash", "readme.sh");

    assertThat(output)
        .containsSubsequence(
            // 3: the manifests are valid
            "3 resources: 0 errors",
            // 5: refused on the client's side, as it has no policy
            "session refused",
            "side=client",
            "reason=denied",
            // 6: then on the service's, for the same reason
            "session refused",
            "side=service",
            "reason=denied",
            "42 chairs in stock",
            // 7: and at last by the administrator
            "session refused",
            "side=service",
            "privileged closed-for-stocktaking")
        .containsOnlyOnce("42 chairs in stock");
    assertThat(folder.resolve("my_fabric")).doesNotExist();
  }

  /** Runs a program to its end and insists on exit code 0; gives what it printed. */
  private static String run(Path folder, String... command) throws Exception {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = process.waitFor(3, TimeUnit.MINUTES);
      assertThat(ended).as("ended in time: %s", Files.readString(output)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(output)).isZero();
      return Files.readString(output);
    } finally {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
  }

  private static String commands() throws IOException {
    var section = SECTION.matcher(Files.readString(readme()));
    assertThat(section.find()).as("the section of the README").isTrue();
    return COMMANDS
        .matcher(section.group(1))
        .results()
        .map(block -> block.group(1))
        .collect(Collectors.joining("\n"));
  }

  private static Path readme() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(at.resolve("system-tests/pom.xml"))) {
      at = at.getParent();
      assertThat(at).as("a folder of the repository above this one").isNotNull();
    }
    return at.resolve("README.md");
  }

  /** Stands for the launcher of a checkout, which would build first. */
  private static void writeLauncher(Path folder) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path launcher = folder.resolve("clusterlink");
    Files.writeString(
        launcher,
        """
        #!/usr/bin/env bash
        exec '%s' --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \\
          -cp '%s' net.clusterlink.cli.Main "$@"
        """
            .formatted(java, System.getProperty("java.class.path")));
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
  }

  /** The commands with ports that are free here, whatever else runs. */
  private static String withFreePorts(String commands) throws IOException {
    String result = "export JAVA_HOME='" + System.getProperty("java.home") + "'\n" + commands;
    List<Integer> free = freePorts(PORTS.size());
    for (int i = 0; i < PORTS.size(); i++) {
      Pattern port = Pattern.compile("\\b" + PORTS.get(i) + "\\b");
      assertThat(port.matcher(result).results().map(MatchResult::group)).isNotEmpty();
      result = port.matcher(result).replaceAll("@" + free.get(i) + "@");
    }
    return result.replaceAll("@(\\d+)@", "$1");
  }

  private static List<Integer> freePorts(int count) throws IOException {
    if (count == 0) {
      return List.of();
    }
    // Each is held until all are found, so that they differ.
    try (ServerSocket held = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<Integer> others = freePorts(count - 1);
      return Stream.concat(others.stream(), Stream.of(held.getLocalPort())).toList();
    }
  }
}
