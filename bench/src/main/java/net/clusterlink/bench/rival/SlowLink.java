package net.clusterlink.bench.rival;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import net.clusterlink.bench.BenchException;

/**
 * A link that takes its time: a relay that hands every byte on half a round trip after it came. A
 * connection takes a round trip to be made, as it would on the way: the relay accepts at once, so
 * what the dialing side sends before that time has passed counts as sent when it has.
 *
 * <p>Each direction of a connection has two virtual threads, one that reads and one that writes.
 */
public final class SlowLink implements AutoCloseable {
  private static final int CHUNK = 64 * 1024;

  private final ServerSocket server;
  private final int target;
  private final long roundTripNs;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

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
    while (!server.isClosed()) {
      try {
        Socket near = server.accept();
        sockets.add(near);
        long made = System.nanoTime() + roundTripNs;
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(far);
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        carry(near, far, made);
        carry(far, near, 0);
      } catch (IOException closed) {
        // Nobody is left to be served, or the target is gone, which its user notices.
        return;
      }
    }
  }

  /** Carries one direction; nothing counts as sent before a time. */
  private void carry(Socket from, Socket to, long notBeforeNs) {
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

  private static void write(Socket to, BlockingQueue<Due> due) {
    try {
      while (true) {
        Due next = due.take();
        for (long left; (left = next.atNs() - System.nanoTime()) > 0; ) {
          LockSupport.parkNanos(left);
        }
        if (next.isEnd()) {
          to.shutdownOutput();
          return;
        }
        to.getOutputStream().write(next.bytes().array());
      }
    } catch (IOException broken) {
      // The other direction ends by itself.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
