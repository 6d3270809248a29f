package net.clusterlink.systemtests.faults;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import net.clusterlink.systemtests.stage.Loopback;

/** A name server that has one address for every name, or another mood (RFC 1035, section 4). */
final class NameServer implements AutoCloseable {
  private static final int PORT = 53;
  private static final int HEADER = 12;
  private static final int LARGEST = 512;
  private static final int TYPE_A = 1;
  private static final int TTL_S = 1;
  private static final int RESPONSE = 0x8180;
  private static final int SERVER_FAILURE = 2;
  private static final int NO_SUCH_NAME = 3;

  private final DatagramSocket socket;
  private volatile Mood mood;

  /** How it answers. */
  sealed interface Mood {
    /** With an address. */
    record Knows(InetAddress address) implements Mood {}

    /** That there is no such name. */
    record Denies() implements Mood {}

    /** That it cannot tell now. */
    record Fails() implements Mood {}

    /** Not at all. */
    record Hushes() implements Mood {}
  }

  /** Begins to answer, in the namespace of the calling thread. */
  NameServer(Mood mood) throws IOException {
    this.mood = mood;
    this.socket = new DatagramSocket(new InetSocketAddress(Loopback.standard(), PORT));
    Thread.ofPlatform().daemon().name("name server").start(this::answerAll);
  }

  /** Answers otherwise from now on. */
  void turn(Mood other) {
    mood = other;
  }

  private void answerAll() {
    byte[] buffer = new byte[LARGEST];
    while (!socket.isClosed()) {
      try {
        DatagramPacket query = new DatagramPacket(buffer, buffer.length);
        socket.receive(query);
        byte[] question = Arrays.copyOf(buffer, questionEnd(buffer));
        byte[] answer =
            switch (mood) {
              case Mood.Hushes() -> new byte[0];
              case Mood.Denies() -> answer(question, NO_SUCH_NAME);
              case Mood.Fails() -> answer(question, SERVER_FAILURE);
              case Mood.Knows(InetAddress address) -> answer(question, address);
            };
        if (answer.length > 0) {
          socket.send(new DatagramPacket(answer, answer.length, query.getSocketAddress()));
        }
      } catch (IOException e) {
        if (!socket.isClosed()) {
          throw new AssertionError("the name server failed", e);
        }
      }
    }
  }

  /** Where the one question ends: a name, a type, a class. */
  private static int questionEnd(byte[] query) {
    int at = HEADER;
    while (query[at] != 0) {
      at += query[at] + 1;
    }
    return at + 1 + 4;
  }

  private static byte[] answer(byte[] question, int code) {
    return response(question, code, 0);
  }

  private static byte[] answer(byte[] question, InetAddress address) {
    boolean asked = question[question.length - 3] == TYPE_A;
    if (!asked) {
      return response(question, 0, 0);
    }
    byte[] record = address.getAddress();
    byte[] head = response(question, 0, 1);
    return ByteBuffer.allocate(head.length + 12 + record.length)
        .put(head)
        .putShort((short) (0xc000 | HEADER)) // the name of the question
        .putShort((short) TYPE_A)
        .putShort((short) 1)
        .putInt(TTL_S)
        .putShort((short) record.length)
        .put(record)
        .array();
  }

  private static byte[] response(byte[] question, int code, int answers) {
    byte[] response = question.clone();
    ByteBuffer.wrap(response)
        .putShort(2, (short) (RESPONSE | code))
        .putShort(4, (short) 1)
        .putShort(6, (short) answers)
        .putInt(8, 0);
    return response;
  }

  @Override
  public void close() {
    socket.close();
  }
}
