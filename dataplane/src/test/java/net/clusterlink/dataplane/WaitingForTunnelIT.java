package net.clusterlink.dataplane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import net.clusterlink.api.HostPort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions for which there is no free tunnel. */
@Timeout(60)
class WaitingForTunnelIT {
  private static final String OPEN = "open default/echo {}";
  private static final int QUIET_MS = 500;

  private final GatewayUnderTest west = open();

  private static GatewayUnderTest open() {
    try {
      return new GatewayUnderTest(Timeouts.DEFAULT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void close() {
    west.close();
  }

  @Test
  void aSessionGetsTheTunnelThatComesFreeBeforeItsDialIsThrough() throws IOException {
    try (FarGateway east = west.peer("east")) {
      west.importFrom("east");
      try (Socket first = west.connect();
          FarTunnel tunnel = east.accept()) {
        first.shutdownOutput();
        assertThat(tunnel.next()).isEqualTo(OPEN);
        assertThat(tunnel.next()).isEqualTo("end");
        try (Socket second = west.connect();
            SSLSocket _ = east.acceptConnection()) {
          second.getOutputStream().write("second".getBytes(UTF_8));
          tunnel.send(FarFrames.accept(), FarFrames.end());
          assertThat(tunnel.next()).isEqualTo(OPEN);
          assertThat(tunnel.next()).isEqualTo("data second");
        }
      }
    }
  }

  @Test
  void aTunnelThatNobodyWaitsForAnyMoreIsKept() throws IOException {
    try (FarGateway east = west.peer("east")) {
      west.importFrom("east");
      try (Socket first = west.connect();
          FarTunnel tunnel = east.accept()) {
        first.shutdownOutput();
        assertThat(tunnel.next()).isEqualTo(OPEN);
        assertThat(tunnel.next()).isEqualTo("end");
        try (Socket second = west.connect();
            SSLSocket connection = east.acceptConnection()) {
          second.getOutputStream().write("second".getBytes(UTF_8));
          tunnel.send(FarFrames.accept(), FarFrames.end());
          assertThat(tunnel.next()).isEqualTo(OPEN);
          var later = new FarTunnel(connection);
          later.send(FarFrames.hello(Map.of()));
          assertThat(later.next()).startsWith("hello");
          try (Socket third = west.connect()) {
            third.getOutputStream().write("third".getBytes(UTF_8));
            assertThat(later.next()).isEqualTo(OPEN);
            assertThat(later.next()).isEqualTo("data third");
          }
        }
      }
    }
  }

  @Test
  void aTunnelThatAClientTookWithItIsReplacedBeforeTheNextOneAsks() throws IOException {
    try (FarGateway east = west.peer("east")) {
      west.importFrom("east");
      Socket first = west.connect();
      try (FarTunnel lost = east.accept()) {
        assertThat(lost.next()).isEqualTo(OPEN);
        lost.send(FarFrames.accept());
        leave(List.of(first));
        try (FarTunnel replaced = east.accept();
            Socket second = west.connect()) {
          second.getOutputStream().write("second".getBytes(UTF_8));
          assertThat(replaced.next()).isEqualTo(OPEN);
          assertThat(replaced.next()).isEqualTo("data second");
        }
      }
    }
  }

  @Test
  void aSessionWithADialOfItsOwnOutlivesAReplacementThatFails() throws IOException {
    try (FarGateway east = west.peer("east")) {
      west.importFrom("east");
      try (Socket first = west.connect();
          FarTunnel firstTunnel = east.accept();
          Socket second = west.connect();
          FarTunnel secondTunnel = east.accept()) {
        assertThat(firstTunnel.next()).isEqualTo(OPEN);
        firstTunnel.send(FarFrames.accept());
        assertThat(secondTunnel.next()).isEqualTo(OPEN);
        secondTunnel.send(FarFrames.accept());
        try (Socket third = west.connect();
            SSLSocket ownDial = east.acceptConnection()) {
          third.getOutputStream().write("third".getBytes(UTF_8));
          leave(List.of(first, second));
          east.acceptConnection().close();
          third.setSoTimeout(QUIET_MS);
          assertThatThrownBy(() -> third.getInputStream().read())
              .isInstanceOf(SocketTimeoutException.class);
          var own = new FarTunnel(ownDial);
          own.send(FarFrames.hello(Map.of()));
          assertThat(own.next()).startsWith("hello");
          assertThat(own.next()).isEqualTo(OPEN);
          assertThat(own.next()).isEqualTo("data third");
        }
      }
    }
  }

  @Test
  void nobodyDialsForClientsThatHaveLeft() throws IOException {
    int crowd = WaitingLine.MOST_DIALS * 2;
    List<Socket> clients = new ArrayList<>();
    List<Socket> dials = new ArrayList<>();
    try (ServerSocket mute = new ServerSocket(0, crowd, InetAddress.getLoopbackAddress())) {
      mute.setSoTimeout(20_000);
      west.put("east", new HostPort("127.0.0.1", mute.getLocalPort()));
      west.importFrom("east");
      for (int i = 0; i < crowd; i++) {
        clients.add(west.connect());
      }
      for (int i = 0; i < WaitingLine.MOST_DIALS; i++) {
        dials.add(mute.accept());
      }
      await().until(() -> west.dataplane.sessions() == crowd);
      leave(clients);
      await().until(() -> west.dataplane.sessions() == 0);
      leave(dials);
      mute.setSoTimeout(QUIET_MS);
      assertThatThrownBy(mute::accept).isInstanceOf(SocketTimeoutException.class);
    } finally {
      leave(clients);
      leave(dials);
    }
  }

  /** By a reset, as a client does that goes for good. */
  private static void leave(List<Socket> sockets) throws IOException {
    for (Socket socket : sockets) {
      if (!socket.isClosed()) {
        socket.setSoLinger(true, 0);
        socket.close();
      }
    }
  }

  @Test
  void aSessionMovesOnWhenTheGatewayItWaitsForTurnsSuspect() throws IOException {
    try (var asking =
            new GatewayUnderTest(Timeouts.DEFAULT, Limits.DEFAULT, HeartbeatTiming.DEFAULT);
        ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var east =
            new ServingGateway("east", FarTls.presenting(asking.authority.peer("east").issue()))) {
      asking.put("east", new HostPort("127.0.0.1", mute.getLocalPort()), east.address());
      asking.importFrom("east");
      try (Socket client = asking.connect()) {
        client.shutdownOutput();
        // Far less than the handshake of the mute one may take.
        client.setSoTimeout(5_000);
        assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("east");
      }
    }
  }

  @Test
  void aCrowdOfSessionsDialsOnlySoManyTunnelsAtOnce() throws IOException {
    int crowd = WaitingLine.MOST_DIALS * 2;
    List<Socket> sockets = new ArrayList<>();
    try (ServerSocket mute = new ServerSocket(0, crowd, InetAddress.getLoopbackAddress())) {
      west.put("east", new HostPort("127.0.0.1", mute.getLocalPort()));
      west.importFrom("east");
      for (int i = 0; i < crowd; i++) {
        sockets.add(west.connect());
      }
      mute.setSoTimeout(20_000);
      for (int i = 0; i < WaitingLine.MOST_DIALS; i++) {
        sockets.add(mute.accept());
      }
      mute.setSoTimeout(QUIET_MS);
      assertThatThrownBy(mute::accept).isInstanceOf(SocketTimeoutException.class);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }
}
