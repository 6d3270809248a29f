package net.clusterlink.systemtests.stage;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A long session with an echo service, to see that it lives on beside whatever else happens. */
public final class EchoSession implements AutoCloseable {
  private final Socket socket;
  private long sent;

  /** Connects to an import of an echo service. */
  public EchoSession(InetSocketAddress address) throws IOException {
    socket = Client.connect(address);
  }

  /** Connects from an address of its own. */
  public EchoSession(InetAddress local, InetSocketAddress address) throws IOException {
    socket = Client.connectFrom(local, address);
  }

  /** Whether another message comes back as it was sent. */
  public boolean answers() throws IOException {
    new DataOutputStream(socket.getOutputStream()).writeLong(++sent);
    return new DataInputStream(socket.getInputStream()).readLong() == sent;
  }

  /** Ends it and reads to the far end. */
  public Received end() throws IOException {
    socket.shutdownOutput();
    return Received.readAll(socket.getInputStream());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
