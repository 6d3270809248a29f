package net.clusterlink.systemtests.faults;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * One end of a long session in which both ends count aloud, ten times a second, until they are told
 * to stop and say farewell. So each end can tell a farewell from a stream that was cut short.
 */
final class Ticks {
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);
  private static final long FAREWELL = -1;

  private final Socket socket;
  private final AtomicBoolean stop;
  private boolean heardAll;
  private boolean brokeOff;

  /** What an end of a session heard in the end. */
  enum Verdict {
    /** All of it and the farewell. */
    WHOLE,
    /** A part, and that the session broke. */
    BROKEN,
    /** A part, and a clean end: never. */
    TRUNCATED,
    /** Something else than was said: never. */
    GARBLED,
    /** Neither more nor an end: never. */
    STUCK
  }

  private Ticks(Socket socket, AtomicBoolean stop) {
    this.socket = socket;
    this.stop = stop;
  }

  /** Counts aloud and listens until the session is over. */
  static Verdict talk(Socket socket, AtomicBoolean stop) throws IOException {
    socket.setSoTimeout(Math.toIntExact(LONGEST_SILENCE.toMillis()));
    Ticks ticks = new Ticks(socket, stop);
    Thread.ofVirtual().name("ticks").start(ticks::speak);
    return ticks.listen();
  }

  private Verdict listen() throws IOException {
    try {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      for (long expected = 0; ; expected++) {
        long heard = in.readLong();
        if (heard == FAREWELL) {
          return in.read() < 0 ? Verdict.WHOLE : Verdict.GARBLED;
        }
        if (heard != expected) {
          return Verdict.GARBLED;
        }
      }
    } catch (EOFException e) {
      return afterEnd();
    } catch (SocketTimeoutException e) {
      return Verdict.STUCK;
    } catch (SocketException e) {
      return Verdict.BROKEN;
    }
  }

  /** The kernel reports a reset once: when speaking heard of it, listening sees an end. */
  private synchronized Verdict afterEnd() {
    heardAll = true;
    return brokeOff ? Verdict.BROKEN : Verdict.TRUNCATED;
  }

  private void speak() {
    for (long number = 0; say(stop.get() ? FAREWELL : number); number++) {
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** Returns whether there is more to say. */
  private synchronized boolean say(long number) {
    if (heardAll) {
      return false;
    }
    try {
      new DataOutputStream(socket.getOutputStream()).writeLong(number);
      if (number == FAREWELL) {
        socket.shutdownOutput();
      }
      return number != FAREWELL;
    } catch (IOException e) {
      brokeOff = true;
      return false;
    }
  }
}
