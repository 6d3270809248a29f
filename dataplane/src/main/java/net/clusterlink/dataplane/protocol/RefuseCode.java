package net.clusterlink.dataplane.protocol;

/** Why an open was refused, as far as the opening side may know; in the order of their codes. */
public enum RefuseCode {
  NOT_FOUND_OR_DENIED("not-found-or-denied"),
  UNREACHABLE("unreachable"),
  OVERLOADED("overloaded"),
  DRAINING("draining"),
  PROTOCOL("protocol"),
  INTERNAL("internal");

  private static final RefuseCode[] BY_CODE = values();

  private final String title;

  RefuseCode(String title) {
    this.title = title;
  }

  int code() {
    return ordinal() + 1;
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
