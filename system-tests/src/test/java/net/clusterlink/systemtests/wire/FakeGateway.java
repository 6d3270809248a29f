package net.clusterlink.systemtests.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import net.clusterlink.systemtests.stage.Loopback;

/**
 * A far gateway that a gateway under test dials, spoken by hand. The first tunnel is that of its
 * heartbeats, and these are answered; the test takes each other one.
 */
public final class FakeGateway implements AutoCloseable {
  private final ServerSocket server;
  private final Identity identity;
  private final RawTunnel.Manners manners;
  private final BlockingQueue<Socket> arrivals = new LinkedBlockingQueue<>();
  private final AtomicBoolean heartbeats = new AtomicBoolean();

  /** What is done with a tunnel. */
  @FunctionalInterface
  public interface Script {
    /** Speaks until it is done, or the far side closes. */
    void with(RawTunnel tunnel) throws IOException;
  }

  private FakeGateway(Identity identity, RawTunnel.Manners manners) {
    this.identity = identity;
    this.manners = manners;
    try {
      server = new ServerSocket();
      server.bind(new InetSocketAddress(Loopback.standard(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Listens as the peer of this identity; the test takes each tunnel but that of heartbeats. */
  public static FakeGateway start(Identity identity) {
    FakeGateway gateway = new FakeGateway(identity, RawTunnel.Manners.GOOD);
    gateway.takeConnections(gateway::sort);
    return gateway;
  }

  /** Listens and does the same with every tunnel, each on a thread of its own. */
  public static FakeGateway serving(Identity identity, Script script) {
    return serving(identity, RawTunnel.Manners.GOOD, script);
  }

  /** The same with manners of its own. */
  public static FakeGateway serving(Identity identity, RawTunnel.Manners manners, Script script) {
    FakeGateway gateway = new FakeGateway(identity, manners);
    gateway.takeConnections(arrival ->
        Thread.ofVirtual().name("far tunnel").start(() -> gateway.serve(arrival, script)));
    return gateway;
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
    try {
      Socket arrival = arrivals.poll(20, TimeUnit.SECONDS);
      if (arrival == null) {
        throw new AssertionError("nobody dialed");
      }
      return arrival;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
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

  private void takeConnections(Consumer<Socket> taker) {
    Thread.ofVirtual()
        .name("fake gateway")
        .start(() -> {
          while (!server.isClosed()) {
            try {
              taker.accept(server.accept());
            } catch (IOException e) {
              if (!server.isClosed()) {
                throw new UncheckedIOException(e);
              }
            }
          }
        });
  }

  /** Whoever comes while there is no tunnel of heartbeats wants that one. */
  private void sort(Socket arrival) {
    if (heartbeats.compareAndSet(false, true)) {
      Thread.ofVirtual()
          .name("far heartbeats")
          .start(() -> {
            serve(arrival, FakeGateway::answerPings);
            heartbeats.set(false);
          });
    } else {
      arrivals.add(arrival);
    }
  }

  private static void answerPings(RawTunnel tunnel) throws IOException {
    tunnel.exchangeHellos(Map.of());
    Frame frame = tunnel.next();
    if (frame.type() != Frame.GOODBYE) {
      throw new AssertionError("expected pings alone, but got a " + frame);
    }
  }

  private void serve(Socket arrival, Script script) {
    try (RawTunnel tunnel = RawTunnel.accept(arrival, identity, manners)) {
      script.with(tunnel);
    } catch (IOException closed) {
      // Whoever dialed has gone, which is one way for a tunnel to end.
    }
  }
}
