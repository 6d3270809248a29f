package net.clusterlink.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private static final Path SCRIPT = Path.of("own-network").toAbsolutePath();
  private static final Path CONGESTION_CONTROL =
      Path.of("/proc/sys/net/ipv4/tcp_congestion_control");

  @Test
  void saysWhatIsMeasuredIn() {
    assertThat(new Network(true, "reno"))
        .hasToString("a network of its own, with congestion control reno");
    assertThat(new Network(false, "bbr"))
        .hasToString("the host's network, with congestion control bbr");
  }

  @Test
  void readsWhatThisProcessIsIn() throws IOException {
    assertThat(Network.here())
        .isEqualTo(new Network(false, Files.readString(CONGESTION_CONTROL).strip()));
  }

  @Test
  void runsACommandInANetworkOfItsOwnWhereThatIsPermitted() throws Exception {
    String ours = Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();
    String before = Files.readString(CONGESTION_CONTROL);

    Process process =
        new ProcessBuilder(
                List.of(
                    SCRIPT.toString(),
                    "sh",
                    "-c",
                    "readlink /proc/self/ns/net; echo $CLUSTERLINK_NETWORK; cat $0; exit 7",
                    CONGESTION_CONTROL.toString()))
            .redirectErrorStream(true)
            .start();
    List<String> said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();

    assertThat(process.waitFor()).isEqualTo(7);
    assertThat(said).hasSize(3);
    if (said.getFirst().equals(ours)) {
      assertThat(said.subList(1, 3)).containsExactly("", before.strip());
    } else {
      assertThat(said.subList(1, 3)).containsExactly("own", "reno");
    }
    assertThat(CONGESTION_CONTROL).hasContent(before.strip());
  }
}
