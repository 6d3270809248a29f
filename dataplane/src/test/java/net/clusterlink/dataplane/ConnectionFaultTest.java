package net.clusterlink.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import org.junit.jupiter.api.Test;

class ConnectionFaultTest {

  @Test
  void saysWhatTheSystemSaysAndNotWhichCallFailed() {
    assertThat(
            ConnectionFault.detail(
                new IOException(
                    "io_uring read(..) failed with error(-104): Connection reset by peer")))
        .isEqualTo("Connection reset by peer");
    assertThat(ConnectionFault.detail(new IOException("Broken pipe"))).isEqualTo("Broken pipe");
  }

  @Test
  void hasWordsForAConnectionThatIsClosed() {
    assertThat(ConnectionFault.detail(new ClosedChannelException())).isEqualTo("connection closed");
  }

  @Test
  void takesAConnectionThatIsNoneAnyMoreForReset() {
    assertThat(ConnectionFault.detail(new NotYetConnectedException()))
        .isEqualTo("connection reset");
  }
}
