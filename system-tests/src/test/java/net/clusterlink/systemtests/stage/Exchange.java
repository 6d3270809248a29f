package net.clusterlink.systemtests.stage;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Sending and receiving on one connection at the same time. */
public final class Exchange {
  private Exchange() {}

  /** What can be done with a connection beside reading it. */
  @FunctionalInterface
  public interface Sending {
    /** Sends, and ends if that belongs to it. */
    void on(Socket socket) throws IOException;
  }

  /** Sends on a thread of its own while this one reads to the end. */
  public static Received both(Socket socket, Sending sending) throws IOException {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("sender")
        .start(() -> {
          try {
            sending.on(socket);
            sent.complete(null);
          } catch (IOException e) {
            sent.completeExceptionally(e);
          }
        });
    Received received = Received.readAll(socket.getInputStream());
    try {
      sent.join();
    } catch (CompletionException e) {
      throw new IOException("sending failed: " + e.getCause(), e);
    }
    return received;
  }

  /** Sends a payload and ends, while reading to the end. */
  public static Received both(Socket socket, Payload payload) throws IOException {
    return both(
        socket,
        to -> {
          payload.writeTo(to.getOutputStream());
          to.shutdownOutput();
        });
  }

  /** Connects to an echo service, sends a payload, and insists on all of it and a clean end. */
  public static void echoed(InetSocketAddress address, Payload payload) throws IOException {
    try (Socket client = Client.connect(address)) {
      Received received = both(client, payload);
      if (!received.isWhole(payload)) {
        throw new IOException("sent " + payload + ", received " + received);
      }
    }
  }
}
