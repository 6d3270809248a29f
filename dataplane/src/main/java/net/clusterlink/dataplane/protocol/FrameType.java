package net.clusterlink.dataplane.protocol;

import org.jspecify.annotations.Nullable;

/** The frames of a tunnel (docs/protocol.md, section 2). */
public enum FrameType {
  HELLO(1, 16_384),
  OPEN(2, 16_384),
  ACCEPT(3, 64),
  REFUSE(4, 64),
  DATA(5, 65_536),
  END(6, 0),
  ABORT(7, 64),
  PING(8, 8),
  PONG(9, 8),
  GOODBYE(10, 64),
  BUNDLE(11, 0),
  ASIDE(12, 4),
  SHARED(13, 16_384),
  BACK(14, 4),
  TAKEN(15, 8);

  private static final FrameType[] BY_CODE = values();

  private final byte code;
  private final int limit;

  FrameType(int code, int limit) {
    this.code = (byte) code;
    this.limit = limit;
  }

  static @Nullable FrameType ofCode(int code) {
    return code >= 1 && code <= BY_CODE.length ? BY_CODE[code - 1] : null;
  }

  byte code() {
    return code;
  }

  /** The largest payload, in bytes. */
  public int limit() {
    return limit;
  }
}
