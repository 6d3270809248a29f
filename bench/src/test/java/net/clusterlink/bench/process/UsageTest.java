package net.clusterlink.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsageTest {
  private static final List<ProcessHandle> SELF = List.of(ProcessHandle.current());

  @Test
  void countsSocketsThatListenAndNoOthers() throws IOException {
    int before = Usage.listeningSockets(SELF);
    try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(one.getInetAddress(), one.getLocalPort())) {
      assertThat(client.isConnected()).isTrue();
      assertThat(other.isBound()).isTrue();
      assertThat(Usage.listeningSockets(SELF)).isEqualTo(before + 2);
    }
    assertThat(Usage.listeningSockets(SELF)).isEqualTo(before);
  }
}
