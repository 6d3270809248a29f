package net.clusterlink.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private static final String SCRIPT = Path.of("own-network").toAbsolutePath().toString();
  private static final Path CONGESTION_CONTROL =
      Path.of("/proc/sys/net/ipv4/tcp_congestion_control");
  private static final Path NAMESPACE = Path.of("/proc/self/ns/net");

  /** A program's output, its errors among it, and how it ended. */
  private record Said(List<String> lines, int status) {
    static Said by(String... command) throws IOException, InterruptedException {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      byte[] output = process.getInputStream().readAllBytes();
      return new Said(
          new String(output, StandardCharsets.UTF_8).lines().toList(), process.waitFor());
    }
  }

  @Test
  void saysWhatIsMeasuredIn() {
    assertThat(new Network(true, Map.of("tcp_congestion_control", "reno")))
        .hasToString("a network of its own, with congestion control reno");
    assertThat(new Network(false, Map.of("tcp_congestion_control", "bbr")))
        .hasToString("the host's network, with congestion control bbr");
  }

  @Test
  void readsWhatThisProcessIsIn() throws IOException {
    assertThat(Network.here().settings())
        .containsEntry("tcp_congestion_control", Files.readString(CONGESTION_CONTROL).strip())
        .containsKeys("tcp_rmem", "tcp_wmem");
  }

  @Test
  void runsACommandInANetworkOfItsOwnWhereThatIsPermitted() throws Exception {
    String ours = Files.readSymbolicLink(NAMESPACE).toString();
    String before = Files.readString(CONGESTION_CONTROL).strip();
    boolean permitted =
        Said.by("unshare", "--net", "true").status() == 0
            || Said.by("unshare", "--user", "--net", "true").status() == 0;

    Said said =
        Said.by(
            SCRIPT,
            "sh",
            "-c",
            "cat $0; readlink $1; exit 7",
            CONGESTION_CONTROL.toString(),
            NAMESPACE.toString());

    assertThat(said.status()).isEqualTo(7);
    if (permitted) {
      assertThat(said.lines()).hasSize(2).startsWith("reno").doesNotContain(ours);
    } else {
      assertThat(said.lines().getFirst()).startsWith("no network of its own: ");
      assertThat(said.lines()).contains(before, ours);
    }
    assertThat(CONGESTION_CONTROL).content().isEqualToIgnoringNewLines(before);
  }

  @Test
  void runsTheCommandAllTheSameWhereThereIsNoNetworkToHave() throws Exception {
    Said said = Said.by("env", "-i", "PATH=/nowhere", "/bin/bash", SCRIPT, "/bin/echo", "ran");

    assertThat(said.status()).isZero();
    assertThat(said.lines().getFirst()).startsWith("no network of its own: ");
    assertThat(said.lines().getLast()).isEqualTo("ran");
  }
}
