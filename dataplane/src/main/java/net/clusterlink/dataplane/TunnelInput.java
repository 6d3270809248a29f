package net.clusterlink.dataplane;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import net.clusterlink.dataplane.protocol.FrameReader;
import net.clusterlink.dataplane.protocol.FrameSink;
import net.clusterlink.dataplane.protocol.ProtocolException;

/**
 * What a tunnel has read, passed on frame by frame, but for what has to wait behind a frame until a
 * bundle has brought what comes before. Little can wait, as nothing is read meanwhile.
 */
final class TunnelInput {
  private final FrameReader reader;
  private final Deque<ByteBuf> waiting = new ArrayDeque<>(0);
  private boolean paused;
  private boolean closed;

  TunnelInput(FrameSink frames) {
    this.reader = new FrameReader(frames);
  }

  boolean isPaused() {
    return paused;
  }

  /** The next frame waits. */
  void pause() {
    paused = true;
  }

  /** It waits no longer; {@link #next} passes it on. */
  void resume() {
    paused = false;
  }

  /** Whether something waits that could be passed on. */
  boolean hasNext() {
    return !paused && !waiting.isEmpty();
  }

  /** Passes on the next that waits. */
  void next() throws ProtocolException {
    pass(waiting.remove());
  }

  /**
   * Passes on what was read, unless something waits.
   *
   * @param bytes released here
   */
  void read(ByteBuf bytes) throws ProtocolException {
    if (paused || !waiting.isEmpty()) {
      waiting.add(bytes);
    } else {
      pass(bytes);
    }
  }

  private void pass(ByteBuf bytes) throws ProtocolException {
    try {
      reader.read(bytes);
      if (paused && !closed && bytes.isReadable()) {
        waiting.addFirst(bytes.readRetainedSlice(bytes.readableBytes()));
      }
    } finally {
      bytes.release();
    }
  }

  /** Nothing is passed on any more. */
  void close() {
    closed = true;
    paused = true;
    for (ByteBuf bytes = waiting.poll(); bytes != null; bytes = waiting.poll()) {
      bytes.release();
    }
  }
}
