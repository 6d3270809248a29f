package net.clusterlink.dataplane;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import net.clusterlink.api.ResourceName;
import net.clusterlink.dataplane.protocol.AbortCode;
import net.clusterlink.dataplane.protocol.Frames;
import net.clusterlink.dataplane.protocol.GoodbyeCode;
import net.clusterlink.dataplane.protocol.Hello;
import net.clusterlink.dataplane.protocol.Open;
import net.clusterlink.dataplane.protocol.RefuseCode;
import net.clusterlink.dataplane.protocol.SessionId;

/** What a far side may send; each buffer is the receiver's. */
final class FarFrames {
  private static final ByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;

  /** Where the accepting side has all its tunnels. */
  static final UUID FAR_LOOP = new UUID(1, 2);

  private FarFrames() {}

  static ByteBuf hello() {
    return hello(Map.of());
  }

  static ByteBuf hello(Map<String, String> labels) {
    return Frames.hello(ALLOCATOR, new Hello(0, 0, labels));
  }

  /** Of an accepting side that gave the tunnel this number. */
  static ByteBuf helloAt(int number) {
    return Frames.hello(ALLOCATOR, new Hello(1, 0, Map.of()).at(new Hello.Seat(FAR_LOOP, number)));
  }

  static ByteBuf bundle() {
    return Frames.bundle(ALLOCATOR);
  }

  static ByteBuf aside(int bundle) {
    return Frames.aside(ALLOCATOR, bundle);
  }

  static ByteBuf back(int tunnel) {
    return Frames.back(ALLOCATOR, tunnel);
  }

  static ByteBuf shared(int tunnel, String text) {
    ByteBuf bytes = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    ByteBuf frame = ALLOCATOR.buffer();
    Frames.writeShared(frame, tunnel, bytes);
    bytes.release();
    return frame;
  }

  static ByteBuf taken(int tunnel, int count) {
    ByteBuf frame = ALLOCATOR.buffer();
    Frames.writeTaken(frame, tunnel, count);
    return frame;
  }

  static ByteBuf open(int session) {
    return open(session, new ResourceName("default", "echo"), Map.of());
  }

  static ByteBuf open(int session, ResourceName export, Map<String, String> attributes) {
    return Frames.open(ALLOCATOR, new Open(new SessionId(0, session), export, attributes));
  }

  static ByteBuf accept() {
    return Frames.accept(ALLOCATOR);
  }

  static ByteBuf refuse(RefuseCode code) {
    return Frames.refuse(ALLOCATOR, code);
  }

  static ByteBuf data(String text) {
    return data(text.getBytes(StandardCharsets.UTF_8));
  }

  static ByteBuf data(byte[] bytes) {
    return Unpooled.wrappedBuffer(
        Frames.dataHeader(ALLOCATOR, bytes.length), Unpooled.wrappedBuffer(bytes));
  }

  static ByteBuf end() {
    return Frames.end(ALLOCATOR);
  }

  static ByteBuf abort(AbortCode code) {
    return Frames.abort(ALLOCATOR, code);
  }

  static ByteBuf ping(long payload) {
    return Frames.ping(ALLOCATOR, payload);
  }

  static ByteBuf pong(long payload) {
    return Frames.pong(ALLOCATOR, payload);
  }

  static ByteBuf goodbye(GoodbyeCode code) {
    return Frames.goodbye(ALLOCATOR, code);
  }

  static ByteBuf hex(String digits) {
    return Unpooled.wrappedBuffer(HexFormat.of().parseHex(digits.replace(" ", "")));
  }
}
