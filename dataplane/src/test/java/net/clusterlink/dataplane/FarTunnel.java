package net.clusterlink.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import net.clusterlink.dataplane.protocol.ProtocolException;

/** The far end of a tunnel, played by a test frame by frame. A thread of its own reads. */
final class FarTunnel implements AutoCloseable {
  /** What is heard when the connection has ended, in whichever way. */
  static final String CLOSED = "closed";

  private final SSLSocket socket;
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  /** Takes a connection whose handshake is still to be made, and says nothing on it yet. */
  FarTunnel(SSLSocket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(0);
    socket.startHandshake();
    Thread.startVirtualThread(this::listen);
  }

  /** Dials a gateway and exchanges hellos with it. */
  static FarTunnel dial(FarTls tls, InetSocketAddress gateway) throws IOException {
    return dial(tls, gateway, Map.of());
  }

  /** The same, with labels of its own. */
  static FarTunnel dial(FarTls tls, InetSocketAddress gateway, Map<String, String> labels)
      throws IOException {
    var tunnel = new FarTunnel(tls.dial(gateway));
    tunnel.send(FarFrames.hello(labels));
    assertThat(tunnel.next()).startsWith("hello");
    return tunnel;
  }

  private void listen() {
    var shown = new ShownFrames();
    byte[] buffer = new byte[16_384];
    try {
      for (int length; (length = socket.getInputStream().read(buffer)) >= 0; ) {
        shown.add(Unpooled.copiedBuffer(buffer, 0, length));
        for (String frame : shown.take()) {
          if (!frame.equals("ping")) {
            heard.add(frame);
          }
        }
      }
    } catch (IOException _) {
      // Told as an end, too.
    } catch (ProtocolException e) {
      heard.add("a broken protocol: " + e.getMessage());
    }
    heard.add(CLOSED);
  }

  /** Sends these at once. */
  void send(ByteBuf... frames) throws IOException {
    ByteBuf all = Unpooled.wrappedBuffer(frames);
    try {
      socket.getOutputStream().write(ByteBufUtil.getBytes(all));
      socket.getOutputStream().flush();
    } finally {
      all.release();
    }
  }

  /** The next frame but pings; {@link #CLOSED} behind the last. */
  String next() {
    try {
      String frame = heard.poll(20, TimeUnit.SECONDS);
      assertThat(frame).as("a frame within 20 s").isNotNull();
      return frame;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All that comes until the connection ends, which is left out. */
  List<String> rest() {
    List<String> all = new ArrayList<>();
    for (String frame = next(); !frame.equals(CLOSED); frame = next()) {
      all.add(frame);
    }
    return all;
  }

  /** Frames that have come and were not looked at. */
  List<String> waiting() {
    return List.copyOf(heard);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
