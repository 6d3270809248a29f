package net.clusterlink.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import net.clusterlink.api.HostPort;

/** A gateway of another peer, played by a test. */
final class FarGateway implements AutoCloseable {
  private final ServerSocket listener;

  FarGateway(FarTls tls) throws IOException {
    listener = tls.listen();
    listener.setSoTimeout(20_000);
  }

  HostPort address() {
    return new HostPort("127.0.0.1", listener.getLocalPort());
  }

  /** The next connection, before its handshake. */
  SSLSocket acceptConnection() throws IOException {
    return (SSLSocket) listener.accept();
  }

  /** The next tunnel, both hellos said. */
  FarTunnel accept() throws IOException {
    return accept(Map.of());
  }

  /** The same, with labels of its own. */
  FarTunnel accept(Map<String, String> labels) throws IOException {
    var tunnel = new FarTunnel(acceptConnection());
    tunnel.send(FarFrames.hello(labels));
    assertThat(tunnel.next()).startsWith("hello");
    return tunnel;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
