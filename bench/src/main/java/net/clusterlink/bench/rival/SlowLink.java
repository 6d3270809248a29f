package net.clusterlink.bench.rival;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import net.clusterlink.bench.BenchException;
import net.clusterlink.bench.process.Resource;

/**
 * A link that takes its time: a relay that hands every byte on half a round trip after it came. A
 * connection takes a round trip to be made, as it would on the way: the relay accepts at once, so
 * what the dialing side sends before that time has passed counts as sent when it has.
 *
 * <p>Each direction of a connection has two virtual threads, one that reads and one that writes.
 */
public final class SlowLink implements Resource {
  private static final int CHUNK = 64 * 1024;

  private final ServerSocket server;
  private final int target;
  private final long roundTripNs;
  private final Set<Connection> open = ConcurrentHashMap.newKeySet();

  private record Due(ByteBuffer bytes, long atNs) {
    /** An end of stream. */
    boolean isEnd() {
      return !bytes.hasRemaining();
    }
  }

  private SlowLink(ServerSocket server, int target, Duration roundTrip) {
    this.server = server;
    this.target = target;
    this.roundTripNs = roundTrip.toNanos();
  }

  /** Starts one towards a port of this machine. */
  public static SlowLink to(int target, Duration roundTrip) {
    try {
      SlowLink link =
          new SlowLink(
              new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()), target, roundTrip);
      Thread.ofVirtual().name("slow-link").start(link::accept);
      return link;
    } catch (IOException e) {
      throw new BenchException("cannot start a slow link: " + e.getMessage(), e);
    }
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        connect(server.accept());
      }
    } catch (IOException closed) {
      // The course is over.
    }
  }

  private void connect(Socket near) {
    long made = System.nanoTime() + roundTripNs;
    Connection connection = new Connection(near);
    open.add(connection);
    try {
      connection.far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
      near.setTcpNoDelay(true);
      connection.far.setTcpNoDelay(true);
      connection.carry(near, connection.far, made);
      connection.carry(connection.far, near, 0);
    } catch (IOException refused) {
      // The dialing side sees it by the end of its connection; others may do better.
      connection.close();
    }
  }

  /** How many connections have not ended. */
  int connections() {
    return open.size();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new BenchException("cannot end a slow link: " + e.getMessage(), e);
    }
    open.forEach(Connection::close);
  }

  /** The dialing side's socket and ours, which end when both directions have. */
  private final class Connection {
    private final Socket near;
    private final Socket far = new Socket();
    private final AtomicInteger directions = new AtomicInteger(2);

    Connection(Socket near) {
      this.near = near;
    }

    /** Carries one direction; nothing counts as sent before a time. */
    void carry(Socket from, Socket to, long notBeforeNs) {
      BlockingQueue<Due> due = new LinkedBlockingQueue<>();
      Thread.ofVirtual().start(() -> read(from, due, notBeforeNs));
      Thread.ofVirtual().start(() -> write(to, due));
    }

    private void read(Socket from, BlockingQueue<Due> due, long notBeforeNs) {
      byte[] buffer = new byte[CHUNK];
      int count;
      do {
        try {
          count = from.getInputStream().read(buffer);
        } catch (IOException broken) {
          count = -1;
        }
        ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(buffer, Math.max(0, count)));
        long sent = Math.max(System.nanoTime(), notBeforeNs);
        due.add(new Due(bytes, sent + roundTripNs / 2));
      } while (count >= 0);
    }

    private void write(Socket to, BlockingQueue<Due> due) {
      try {
        Due next = due.take();
        await(next.atNs());
        while (!next.isEnd()) {
          to.getOutputStream().write(next.bytes().array());
          next = due.take();
          await(next.atNs());
        }
        to.shutdownOutput();
        if (directions.decrementAndGet() == 0) {
          close();
        }
      } catch (IOException broken) {
        // Nobody takes what the other side sends.
        close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private static void await(long atNs) {
      for (long left; (left = atNs - System.nanoTime()) > 0; ) {
        LockSupport.parkNanos(left);
      }
    }

    void close() {
      open.remove(this);
      try (near;
          far) {
        return;
      } catch (IOException e) {
        throw new BenchException("cannot end a connection: " + e.getMessage(), e);
      }
    }
  }
}
