package net.clusterlink.systemtests.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A service of scripted behaviour, a virtual thread for each connection.
 *
 * @param <T> what the script tells of a connection when it is done with it
 */
public final class TcpService<T> implements AutoCloseable {
  private final ServerSocket server;
  private final Script<T> script;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final BlockingQueue<CompletableFuture<T>> outcomes = new LinkedBlockingQueue<>();
  private final AtomicInteger connections = new AtomicInteger();

  /** What a service does with a connection. The socket is closed afterwards. */
  @FunctionalInterface
  public interface Script<T> {
    /** Talks; what it returns is the connection's outcome, and so is what it throws. */
    T talk(Socket socket) throws IOException;
  }

  private TcpService(ServerSocket server, Script<T> script) {
    this.server = server;
    this.script = script;
    Thread.ofVirtual().name("service " + server.getLocalPort()).start(this::takeConnections);
  }

  /** A service on 127.0.0.1. */
  public static <T> TcpService<T> start(Script<T> script) {
    return start(Loopback.standard(), script);
  }

  /** A service on an address. */
  public static <T> TcpService<T> start(InetAddress address, Script<T> script) {
    try {
      ServerSocket server = new ServerSocket();
      server.bind(new InetSocketAddress(address, 0), 512);
      return new TcpService<>(server, script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.getLocalPort();
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return new InetSocketAddress(server.getInetAddress(), port());
  }

  /** How many connections it has taken. */
  public int connections() {
    return connections.get();
  }

  /** The outcome of the next connection, in the order of their arrival. */
  public T next() {
    try {
      CompletableFuture<T> outcome = outcomes.poll(30, TimeUnit.SECONDS);
      if (outcome == null) {
        throw new AssertionError("no connection reached the service");
      }
      return outcome.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("the service failed", e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("the service is still talking", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Whether no connection arrives within a time. */
  public boolean staysAloneFor(Duration time) {
    try {
      return outcomes.poll(time.toMillis(), TimeUnit.MILLISECONDS) == null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void takeConnections() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.incrementAndGet();
        CompletableFuture<T> outcome = new CompletableFuture<>();
        outcomes.add(outcome);
        Thread.ofVirtual().name("service talk").start(() -> talk(socket, outcome));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void talk(Socket socket, CompletableFuture<T> outcome) {
    open.add(socket);
    try (socket) {
      socket.setTcpNoDelay(true);
      outcome.complete(script.talk(socket));
    } catch (IOException | RuntimeException | AssertionError e) {
      outcome.completeExceptionally(e);
    } finally {
      open.remove(socket);
    }
  }
}
