package net.clusterlink.dataplane.protocol;

/** Why a session broke. */
public enum AbortCode {
  RESET(1, "reset"),
  TIMEOUT(2, "timeout"),
  REVOKED(3, "revoked"),
  SHUTDOWN(4, "shutdown"),
  PROTOCOL(5, "protocol"),
  INTERNAL(6, "internal");

  private static final AbortCode[] BY_CODE = values();

  private final int code;
  private final String title;

  AbortCode(int code, String title) {
    this.code = code;
    this.title = title;
  }

  int code() {
    return code;
  }

  /** The meaning of a code; one that is not known counts as {@link #INTERNAL}. */
  static AbortCode ofCode(int code) {
    return code >= 1 && code <= BY_CODE.length ? BY_CODE[code - 1] : INTERNAL;
  }

  @Override
  public String toString() {
    return title;
  }
}
