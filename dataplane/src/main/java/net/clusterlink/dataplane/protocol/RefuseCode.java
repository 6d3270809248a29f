package net.clusterlink.dataplane.protocol;

/** Why an open was refused, as far as the opening side may know. */
public enum RefuseCode {
  NOT_FOUND_OR_DENIED(1, "not-found-or-denied"),
  UNREACHABLE(2, "unreachable"),
  OVERLOADED(3, "overloaded"),
  DRAINING(4, "draining"),
  PROTOCOL(5, "protocol"),
  INTERNAL(6, "internal");

  private static final RefuseCode[] BY_CODE = values();

  private final int code;
  private final String title;

  RefuseCode(int code, String title) {
    this.code = code;
    this.title = title;
  }

  int code() {
    return code;
  }

  /** The meaning of a code; one that is not known counts as {@link #INTERNAL}. */
  static RefuseCode ofCode(int code) {
    return code >= 1 && code <= BY_CODE.length ? BY_CODE[code - 1] : INTERNAL;
  }

  @Override
  public String toString() {
    return title;
  }
}
