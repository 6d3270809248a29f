package net.clusterlink.systemtests.faults;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import net.clusterlink.systemtests.stage.Payload;
import net.clusterlink.systemtests.stage.Received;

/**
 * A short session with an echo service, to see whether there is service.
 *
 * @param begunNs when it was begun, by {@link System#nanoTime}
 * @param took until its client knew what became of it
 */
record Probe(long begunNs, Duration took, Result result) {
  private static final int SIZE = 1_000;

  /** What its client saw. */
  enum Result {
    /** All it had sent came back, and a clean end. */
    SERVED,
    /** A break, before or after it was connected. */
    BROKEN,
    /** A clean end, but not all it had sent: never. */
    TRUNCATED,
    /** Nothing: never. */
    STUCK
  }

  /** Connects a client. */
  @FunctionalInterface
  interface Connecting {
    /** Connects. */
    Socket connect() throws IOException;
  }

  /** Makes one. */
  static Probe make(long number, Connecting connecting) {
    long begunNs = System.nanoTime();
    Result result = result(number, connecting);
    return new Probe(begunNs, Duration.ofNanos(System.nanoTime() - begunNs), result);
  }

  private static Result result(long number, Connecting connecting) {
    Payload payload = new Payload(number, SIZE);
    try (Socket client = connecting.connect()) {
      boolean sent = send(client, payload);
      Received received = Received.readAll(client.getInputStream());
      if (received.isWhole(payload)) {
        return Result.SERVED;
      }
      boolean broken = received.ending() == Received.Ending.RESET || !sent;
      return broken ? Result.BROKEN : Result.TRUNCATED;
    } catch (SocketTimeoutException e) {
      return Result.STUCK;
    } catch (IOException e) {
      return Result.BROKEN;
    }
  }

  private static boolean send(Socket client, Payload payload) {
    try {
      payload.writeTo(client.getOutputStream());
      client.shutdownOutput();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
