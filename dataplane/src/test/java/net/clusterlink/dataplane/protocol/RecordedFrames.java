package net.clusterlink.dataplane.protocol;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Keeps what a reader found, pieces of data joined. */
final class RecordedFrames implements FrameSink {
  private final List<String> frames = new ArrayList<>();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private int dataBytes;

  /** Whether it pauses behind each frame other than data. */
  boolean pausesBehindEach;

  boolean paused;

  @Override
  public void frame(FrameType type, ByteBuf payload) {
    endData();
    frames.add(type + " " + ByteBufUtil.hexDump(payload));
    paused = pausesBehindEach;
  }

  @Override
  public boolean isPaused() {
    return paused;
  }

  @Override
  public void data(ByteBuf bytes) {
    dataBytes += bytes.readableBytes();
    data.writeBytes(ByteBufUtil.getBytes(bytes));
    bytes.release();
  }

  private void endData() {
    if (data.size() > 0) {
      frames.add(data(data.toByteArray()));
      data.reset();
    }
  }

  /** How a run of data frames is shown. */
  static String data(byte[] bytes) {
    return FrameType.DATA + " " + HexFormat.of().formatHex(bytes);
  }

  /** Bytes of data so far. */
  int dataBytes() {
    return dataBytes;
  }

  /** In order; the data frames between two others are one. */
  List<String> all() {
    endData();
    return List.copyOf(frames);
  }
}
