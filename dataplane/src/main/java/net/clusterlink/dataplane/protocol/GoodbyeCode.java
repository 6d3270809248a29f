package net.clusterlink.dataplane.protocol;

/** Why a tunnel takes no further session. */
public enum GoodbyeCode {
  IDLE(1, "idle"),
  AGE(2, "age"),
  DRAINING(3, "draining"),
  CREDENTIALS(4, "credentials"),
  PROTOCOL(5, "protocol");

  private static final GoodbyeCode[] BY_CODE = values();

  private final int code;
  private final String title;

  GoodbyeCode(int code, String title) {
    this.code = code;
    this.title = title;
  }

  int code() {
    return code;
  }

  /** The meaning of a code; one that is not known counts as {@link #PROTOCOL}. */
  static GoodbyeCode ofCode(int code) {
    return code >= 1 && code <= BY_CODE.length ? BY_CODE[code - 1] : PROTOCOL;
  }

  @Override
  public String toString() {
    return title;
  }
}
