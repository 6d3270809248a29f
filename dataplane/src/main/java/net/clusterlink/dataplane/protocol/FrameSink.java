package net.clusterlink.dataplane.protocol;

import io.netty.buffer.ByteBuf;

/** Takes the frames of one direction of a tunnel, in order. */
public interface FrameSink {

  /**
   * A whole frame other than data.
   *
   * @param payload released by the caller afterwards
   */
  void frame(FrameType type, ByteBuf payload) throws ProtocolException;

  /**
   * Some bytes of a data frame, as they arrive.
   *
   * @param bytes the receiver's to release
   */
  void data(ByteBuf bytes) throws ProtocolException;

  /** Whether the next frame has to wait: reading stops behind the present one. */
  default boolean isPaused() {
    return false;
  }
}
