package net.clusterlink.systemtests;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import net.clusterlink.systemtests.stage.Client;

/**
 * A talk in which every sixteen bytes carry the session's id and a running number, in both
 * directions at once. The client says first how the talk will end, so that both ends know.
 */
final class TaggedTalk {
  private static final Duration STALL = Duration.ofMillis(60);

  /** The service's word that it has read the plan: from then on anything may happen. */
  private static final int MET = 77;

  private TaggedTalk() {}

  /** How a talk ends. */
  enum Ending {
    BOTH_END,
    CLIENT_STALLS,
    SERVICE_STALLS,
    CLIENT_RESETS,
    SERVICE_RESETS,
    CLIENT_VANISHES,
    SERVICE_VANISHES;

    /** Both ends say all they have to say. */
    boolean isOrderly() {
      return switch (this) {
        case BOTH_END, CLIENT_STALLS, SERVICE_STALLS -> true;
        case CLIENT_RESETS, SERVICE_RESETS, CLIENT_VANISHES, SERVICE_VANISHES -> false;
      };
    }

    /**
     * The session is certain to be aborted. One that vanishes closes, and may well look orderly.
     */
    boolean isReset() {
      return this == CLIENT_RESETS || this == SERVICE_RESETS;
    }

    /** Whether one end does what is not its ordinary end; the client, or the service. */
    private boolean isUpTo(boolean client) {
      return switch (this) {
        case BOTH_END -> false;
        case CLIENT_STALLS, CLIENT_RESETS, CLIENT_VANISHES -> client;
        case SERVICE_STALLS, SERVICE_RESETS, SERVICE_VANISHES -> !client;
      };
    }
  }

  /**
   * What will happen.
   *
   * @param records how many each end would send
   * @param point after how many of them the special thing happens
   */
  record Plan(long id, Ending ending, int records, int point) {
    static Plan random(long id, int most, Random random) {
      // Half of all talks end well, so that tunnels come to be reused.
      Ending[] endings = Ending.values();
      Ending ending =
          random.nextBoolean() ? Ending.BOTH_END : endings[random.nextInt(endings.length)];
      int records = 1 + random.nextInt(random.nextBoolean() ? 10 : most);
      return new Plan(id, ending, records, random.nextInt(records));
    }
  }

  /**
   * What one end heard.
   *
   * @param client whether it was the client
   * @param records how many whole records, all of this session and in their order
   * @param foreign whether something else was among them
   * @param clean whether it ended with an end of stream
   */
  record Heard(boolean client, int records, boolean foreign, boolean clean) {

    Heard broken() {
      return new Heard(client, records, foreign, false);
    }

    /** Whether that is what the plan allows: all of it and a clean end, or a break that shows. */
    boolean verdict(Plan plan) {
      if (foreign || records > plan.records()) {
        return false;
      }
      if (plan.ending().isOrderly()) {
        return clean && records == plan.records();
      }
      boolean brokeIt = plan.ending().isUpTo(client);
      return brokeIt || !plan.ending().isReset() || !clean;
    }
  }

  /** The client's end. */
  static Heard ask(Socket socket, Plan plan) throws IOException {
    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    out.writeLong(plan.id());
    out.writeUTF(plan.ending().name());
    out.writeInt(plan.records());
    out.writeInt(plan.point());
    try {
      if (socket.getInputStream().read() != MET) {
        throw new IOException("the service did not answer");
      }
    } catch (SocketException broken) {
      // A reset may overtake what was sent before it.
      return new Heard(true, 0, false, false);
    }
    return talk(socket, plan, true);
  }

  /** The service's end. */
  static Heard serve(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    Plan plan = new Plan(in.readLong(), Ending.valueOf(in.readUTF()), in.readInt(), in.readInt());
    socket.getOutputStream().write(MET);
    return talk(socket, plan, false);
  }

  private static Heard talk(Socket socket, Plan plan, boolean client) {
    CompletableFuture<Boolean> said = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          boolean broke = true;
          try {
            say(socket, plan, client);
            broke = false;
          } catch (IOException broken) {
            // The listening end says whether that was to be.
          } finally {
            said.complete(broke);
          }
        });
    Heard heard = listen(socket, plan, client);
    // The kernel reports a reset once: when writing heard of it, reading sees an end of stream.
    return said.join() ? heard.broken() : heard;
  }

  private static void say(Socket socket, Plan plan, boolean client) throws IOException {
    DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 4096));
    for (int number = 0; number < plan.records(); number++) {
      if (number == plan.point() && plan.ending().isUpTo(client)) {
        out.flush();
        if (doTheSpecialThing(socket, plan.ending())) {
          return;
        }
      }
      out.writeLong(plan.id());
      out.writeLong(number);
    }
    out.flush();
    if (plan.ending().isOrderly()) {
      socket.shutdownOutput();
    }
  }

  /** Returns whether that was the end of the talk. */
  private static boolean doTheSpecialThing(Socket socket, Ending ending) throws IOException {
    switch (ending) {
      case CLIENT_STALLS, SERVICE_STALLS -> LockSupport.parkNanos(STALL.toNanos());
      case CLIENT_RESETS, SERVICE_RESETS -> Client.reset(socket);
      // Closed with bytes unread or still to come: the far end's next write breaks.
      case CLIENT_VANISHES, SERVICE_VANISHES -> socket.close();
      case BOTH_END -> {}
    }
    return !ending.isOrderly();
  }

  private static Heard listen(Socket socket, Plan plan, boolean client) {
    int records = 0;
    boolean clean = false;
    try {
      DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      while (true) {
        int first = in.read();
        if (first < 0) {
          clean = true;
          break;
        }
        long id = (long) first << 56 | readRest(in);
        if (id != plan.id() || in.readLong() != records) {
          return new Heard(client, records, true, false);
        }
        records++;
      }
    } catch (EOFException truncated) {
      return new Heard(client, records, true, true);
    } catch (SocketException broken) {
      clean = false;
    } catch (IOException other) {
      throw new AssertionError("session " + plan, other);
    }
    return new Heard(client, records, false, clean);
  }

  private static long readRest(DataInputStream in) throws IOException {
    long rest = 0;
    for (int i = 0; i < 7; i++) {
      rest = rest << 8 | in.readUnsignedByte();
    }
    return rest;
  }
}
