package net.clusterlink.bench.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import net.clusterlink.bench.BenchException;
import net.clusterlink.bench.process.Resource;

/** A service that sends back what it is sent. A virtual thread a connection. */
public final class Echo implements Resource {
  private static final int BACKLOG = 4096;
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final ServerSocket server;

  private Echo(ServerSocket server) {
    this.server = server;
  }

  /** Starts one on this machine. */
  public static Echo start() {
    try {
      Echo echo = new Echo(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
      Thread.ofVirtual().name("echo").start(echo::accept);
      return echo;
    } catch (IOException e) {
      throw new BenchException("cannot start a service: " + e.getMessage(), e);
    }
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = server.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (IOException closed) {
      // The course is over.
    }
  }

  private static void serve(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      connection.getInputStream().transferTo(connection.getOutputStream());
    } catch (IOException gone) {
      // Its client left.
    }
  }

  /**
   * Sends a byte to such a service and waits until it is back.
   *
   * @throws java.net.SocketTimeoutException when it is not after ten seconds
   * @throws IOException when the connection breaks or ends
   */
  public static void ask(Socket connection) throws IOException {
    connection.setSoTimeout(Math.toIntExact(LIMIT.toMillis()));
    connection.getOutputStream().write(1);
    if (connection.getInputStream().read() != 1) {
      throw new IOException("the service did not answer");
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new BenchException("cannot end a service: " + e.getMessage(), e);
    }
  }
}
