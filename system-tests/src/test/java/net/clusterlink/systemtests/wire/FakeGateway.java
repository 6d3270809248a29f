package net.clusterlink.systemtests.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import net.clusterlink.systemtests.stage.Loopback;

/** A far gateway that a gateway under test dials, spoken by hand: the test takes each tunnel. */
public final class FakeGateway implements AutoCloseable {
  private final ServerSocket server;
  private final Identity identity;
  private final RawTunnel.Manners manners;
  private final BlockingQueue<Socket> arrivals = new LinkedBlockingQueue<>();

  private FakeGateway(ServerSocket server, Identity identity, RawTunnel.Manners manners) {
    this.server = server;
    this.identity = identity;
    this.manners = manners;
    Thread.ofVirtual().name("fake gateway").start(this::takeConnections);
  }

  /** Listens as the peer of this identity. */
  public static FakeGateway start(Identity identity) {
    return start(identity, RawTunnel.Manners.GOOD);
  }

  /** Listens with manners of its own. */
  public static FakeGateway start(Identity identity, RawTunnel.Manners manners) {
    try {
      ServerSocket server = new ServerSocket();
      server.bind(new InetSocketAddress(Loopback.standard(), 0));
      return new FakeGateway(server, identity, manners);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it is dialed. */
  public InetSocketAddress address() {
    return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
  }

  /** The next connection, TLS done. */
  public RawTunnel accept() throws IOException {
    return RawTunnel.accept(awaitArrival(), identity, manners);
  }

  /** The next connection, hellos exchanged. */
  public RawTunnel establish() throws IOException {
    RawTunnel tunnel = accept();
    tunnel.exchangeHellos(Map.of());
    return tunnel;
  }

  /** The next connection, before TLS. */
  public Socket awaitArrival() {
    return awaitArrival(Duration.ofSeconds(20));
  }

  /** The next connection, before TLS. */
  public Socket awaitArrival(Duration limit) {
    try {
      Socket arrival = arrivals.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (arrival == null) {
        throw new AssertionError("nobody dialed");
      }
      return arrival;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** What is done with a tunnel. */
  @FunctionalInterface
  public interface Script {
    /** Speaks until it is done, or the far side closes. */
    void with(RawTunnel tunnel) throws IOException;
  }

  /** Speaks on a connection until the script is done or the far side has closed. */
  public void serve(Socket arrival, Script script) {
    try (RawTunnel tunnel = RawTunnel.accept(arrival, identity, manners)) {
      script.with(tunnel);
    } catch (IOException closed) {
      // Whoever dialed has gone, which is one way for a tunnel to end.
    }
  }

  /** Whether connections are waiting to be taken. */
  public boolean hasArrivals() {
    return !arrivals.isEmpty();
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket arrival : arrivals) {
        arrival.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void takeConnections() {
    while (!server.isClosed()) {
      try {
        arrivals.add(server.accept());
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
