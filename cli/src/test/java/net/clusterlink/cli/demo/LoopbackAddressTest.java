package net.clusterlink.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LoopbackAddressTest {
  @Test
  void isAnAddressOfThisMachineOnlyWithAPortThatIsFree() throws IOException {
    LoopbackAddress chosen = LoopbackAddress.choose(new Random(1));
    assertThat(chosen.host().isLoopbackAddress()).isTrue();
    assertThat(chosen).hasToString(chosen.host().getHostAddress() + ":" + chosen.port());
    try (ServerSocket socket = new ServerSocket(chosen.port(), 1, chosen.host())) {
      assertThat(chosen.withOtherPort().port()).isPositive().isNotEqualTo(socket.getLocalPort());
    }
  }

  @Test
  void keepsItsAddressWhenAnotherPortIsNeeded() {
    LoopbackAddress chosen = LoopbackAddress.choose(new Random(1));
    assertThat(chosen.withOtherPort().host()).isEqualTo(chosen.host());
  }
}
