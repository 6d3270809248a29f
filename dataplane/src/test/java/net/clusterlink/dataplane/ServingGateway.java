package net.clusterlink.dataplane;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import net.clusterlink.api.HostPort;
import net.clusterlink.dataplane.protocol.FrameReader;
import net.clusterlink.dataplane.protocol.FrameSink;
import net.clusterlink.dataplane.protocol.FrameType;
import net.clusterlink.dataplane.protocol.Frames;
import net.clusterlink.dataplane.protocol.GoodbyeCode;
import net.clusterlink.dataplane.protocol.ProtocolException;
import net.clusterlink.dataplane.protocol.RefuseCode;

/**
 * A far gateway that does the same with every tunnel, on a thread of its own: answers pings, and
 * answers an open with its name, or refuses it.
 */
final class ServingGateway implements AutoCloseable {
  final AtomicInteger pings = new AtomicInteger();
  final AtomicInteger opens = new AtomicInteger();
  final AtomicInteger tunnels = new AtomicInteger();

  /** What sessions sent. */
  final List<String> heard = new CopyOnWriteArrayList<>();

  /** Whether it answers pings. */
  volatile boolean answering = true;

  /** Whether it says goodbye behind its hello. */
  volatile boolean leaving;

  volatile Optional<RefuseCode> refusing = Optional.empty();

  private final String name;
  private final FarTls tls;
  private final Set<SSLSocket> open = ConcurrentHashMap.newKeySet();
  private final HostPort address;
  private ServerSocket listener;

  ServingGateway(String name, FarTls tls) throws IOException {
    this.name = name;
    this.tls = tls;
    this.listener = tls.listen();
    this.address = new HostPort("127.0.0.1", listener.getLocalPort());
    Thread.startVirtualThread(() -> takeAll(listener));
  }

  HostPort address() {
    return address;
  }

  /** Is gone, and every connection with it. */
  void crash() throws IOException {
    listener.close();
    for (SSLSocket connection : open) {
      connection.close();
    }
  }

  /** Is there again, where it was. */
  void recover() throws IOException {
    listener = tls.listen(address.port());
    ServerSocket taken = listener;
    Thread.startVirtualThread(() -> takeAll(taken));
  }

  /** Says goodbye on every tunnel. */
  void sayGoodbye(GoodbyeCode code) throws IOException {
    for (SSLSocket connection : open) {
      try {
        send(connection, FarFrames.goodbye(code));
      } catch (IOException e) {
        // One that has just ended is not in the set any more.
        if (open.contains(connection)) {
          throw e;
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    crash();
  }

  private void takeAll(ServerSocket from) {
    try {
      while (true) {
        var connection = (SSLSocket) from.accept();
        Thread.startVirtualThread(() -> serve(connection));
      }
    } catch (IOException _) {
      // Closed.
    }
  }

  private void serve(SSLSocket connection) {
    open.add(connection);
    try (connection) {
      talk(connection);
    } catch (IOException | ProtocolException _) {
      // The other side is told by the connection's end.
    }
  }

  private void talk(SSLSocket connection) throws IOException, ProtocolException {
    byte[] buffer = new byte[16_384];
    try {
      connection.startHandshake();
      tunnels.incrementAndGet();
      send(connection, FarFrames.hello());
      if (leaving) {
        send(connection, FarFrames.goodbye(GoodbyeCode.DRAINING));
      }
      var reader = new FrameReader(new Talk(connection));
      for (int length; (length = connection.getInputStream().read(buffer)) >= 0; ) {
        reader.read(Unpooled.wrappedBuffer(buffer, 0, length));
      }
    } finally {
      open.remove(connection);
    }
  }

  private static void send(SSLSocket connection, ByteBuf... frames) throws IOException {
    ByteBuf all = Unpooled.wrappedBuffer(frames);
    byte[] bytes = ByteBufUtil.getBytes(all);
    all.release();
    synchronized (connection) {
      connection.getOutputStream().write(bytes);
      connection.getOutputStream().flush();
    }
  }

  private final class Talk implements FrameSink {
    private final SSLSocket connection;

    Talk(SSLSocket connection) {
      this.connection = connection;
    }

    private void say(ByteBuf... frames) {
      try {
        send(connection, frames);
      } catch (IOException _) {
        // Reading ends as well.
      }
    }

    @Override
    public void frame(FrameType type, ByteBuf payload) throws ProtocolException {
      switch (type) {
        case PING -> {
          pings.incrementAndGet();
          if (answering) {
            say(FarFrames.pong(Frames.pingPayload(payload)));
          }
        }
        case OPEN -> {
          opens.incrementAndGet();
          if (refusing.isPresent()) {
            say(FarFrames.refuse(refusing.get()));
          } else if (answering) {
            say(FarFrames.accept(), FarFrames.data(name), FarFrames.end());
          }
        }
        case HELLO, ACCEPT, REFUSE, DATA, END, ABORT, PONG, GOODBYE -> {}
        case BUNDLE, ASIDE, SHARED, BACK, TAKEN -> throw new ProtocolException(type + " frame");
      }
    }

    @Override
    public void data(ByteBuf bytes) {
      heard.add(bytes.toString(UTF_8));
      bytes.release();
    }
  }
}
