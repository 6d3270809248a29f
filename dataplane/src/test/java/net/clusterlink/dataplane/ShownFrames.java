package net.clusterlink.dataplane;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.clusterlink.dataplane.protocol.FrameReader;
import net.clusterlink.dataplane.protocol.FrameSink;
import net.clusterlink.dataplane.protocol.FrameType;
import net.clusterlink.dataplane.protocol.Frames;
import net.clusterlink.dataplane.protocol.Hello;
import net.clusterlink.dataplane.protocol.Open;
import net.clusterlink.dataplane.protocol.ProtocolException;

/** Reads what a gateway sent, each frame as a line of text. */
final class ShownFrames implements FrameSink {
  private static final int LONG = 40;

  private final FrameReader reader = new FrameReader(this);
  private List<String> frames = new ArrayList<>();

  /**
   * Reads some more.
   *
   * @param sent released here
   */
  void add(ByteBuf sent) throws ProtocolException {
    try {
      reader.read(sent);
    } finally {
      sent.release();
    }
  }

  /** Those since the last time. */
  List<String> take() {
    List<String> taken = frames;
    frames = new ArrayList<>();
    return taken;
  }

  @Override
  public void frame(FrameType type, ByteBuf payload) throws ProtocolException {
    String name = type.name().toLowerCase(Locale.ROOT);
    frames.add(
        switch (type) {
          case HELLO -> name + " " + Hello.read(payload).labels();
          case OPEN -> {
            Open open = Open.read(payload);
            yield name + " " + open.export() + " " + open.attributes();
          }
          case REFUSE -> name + " " + Frames.refuseCode(payload);
          case ABORT -> name + " " + Frames.abortCode(payload);
          case GOODBYE -> name + " " + Frames.goodbyeCode(payload);
          case PONG -> name + " " + Frames.pingPayload(payload);
          case ASIDE, BACK -> name + " " + Frames.number(payload, type);
          case SHARED -> {
            int number = Frames.number(payload, type);
            yield name + " " + number + " " + payload.toString(StandardCharsets.UTF_8);
          }
          case TAKEN -> name + " " + Frames.number(payload, type) + " " + payload.readInt();
          case ACCEPT, END, PING, DATA, BUNDLE -> name;
        });
  }

  @Override
  public void data(ByteBuf bytes) {
    frames.add(
        "data "
            + (bytes.readableBytes() > LONG
                ? bytes.readableBytes()
                : bytes.toString(StandardCharsets.UTF_8)));
    bytes.release();
  }
}
