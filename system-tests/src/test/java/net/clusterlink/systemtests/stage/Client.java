package net.clusterlink.systemtests.stage;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A local client of an import. */
public final class Client {
  private static final int CONNECT_LIMIT_MS = 5_000;
  private static final int READ_LIMIT_MS = 60_000;

  private Client() {}

  /** Connects. */
  public static Socket connect(InetSocketAddress address) throws IOException {
    return connect(address, new Socket());
  }

  /** Connects from an address of its own. */
  public static Socket connectFrom(InetAddress local, InetSocketAddress address)
      throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(local, 0));
    return connect(address, socket);
  }

  private static Socket connect(InetSocketAddress address, Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(READ_LIMIT_MS);
    try {
      socket.connect(address, CONNECT_LIMIT_MS);
    } catch (ConnectException e) {
      var told =
          new ConnectException(
              "%s: %s; sockets of that port: %s"
                  .formatted(
                      Loopback.text(address), e.getMessage(), KernelSockets.of(address.getPort())));
      told.initCause(e);
      throw told;
    }
    return socket;
  }

  /** Breaks a connection instead of ending it. */
  public static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** As a client from an address of its own: sends a text, ends, and reads to the end. */
  public static Received askFrom(InetAddress local, InetSocketAddress address, String text)
      throws IOException {
    Socket socket;
    try {
      socket = connectFrom(local, address);
    } catch (ConnectException nobodyListens) {
      throw nobodyListens;
    } catch (SocketException refusedAtOnce) {
      return new Received(0, "", Received.Ending.RESET);
    }
    try (socket) {
      return ask(socket, text);
    }
  }

  /** Sends a text, ends, and reads to the end. A refusal may break the connection at any point. */
  public static Received ask(Socket socket, String text) throws IOException {
    try {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
    } catch (IOException refusedMeanwhile) {
      return Received.readAll(socket.getInputStream());
    }
    return Received.readAll(socket.getInputStream());
  }
}
