package net.clusterlink.systemtests.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A service whose queue of connections is full, so that a further one waits until it begins to
 * work. The kernel tries again after 1, 3 and 7 seconds.
 */
public final class BusyService implements AutoCloseable {
  private static final int PROBE_MS = 200;
  private static final int MOST = 64;

  private final ServerSocket server;
  private final List<Socket> queue = new ArrayList<>();

  private BusyService(ServerSocket server) {
    this.server = server;
  }

  /** A service that is busy from now on. */
  public static BusyService start() {
    try {
      ServerSocket server = new ServerSocket();
      server.bind(new InetSocketAddress(Loopback.standard(), 0), 1);
      BusyService service = new BusyService(server);
      service.fillQueue();
      return service;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.getLocalPort();
  }

  /** Works off its queue and talks with the first connection that is not of its own filling. */
  public <T> T work(TcpService.Script<T> script) throws IOException {
    for (Socket waiting : queue) {
      waiting.close();
    }
    while (true) {
      try (Socket socket = server.accept()) {
        int first = socket.getInputStream().read();
        if (first >= 0) {
          return script.talk(socket);
        }
      }
    }
  }

  private void fillQueue() throws IOException {
    while (queue.size() < MOST) {
      Socket socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(server.getInetAddress(), port()), PROBE_MS);
        queue.add(socket);
      } catch (SocketTimeoutException full) {
        socket.close();
        return;
      }
    }
    throw new IllegalStateException("its queue has no end");
  }

  @Override
  public void close() {
    try {
      for (Socket waiting : queue) {
        waiting.close();
      }
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
