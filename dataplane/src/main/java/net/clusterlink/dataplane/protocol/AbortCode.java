package net.clusterlink.dataplane.protocol;

/** Why a session broke; in the order of their codes. */
public enum AbortCode {
  RESET("reset"),
  TIMEOUT("timeout"),
  REVOKED("revoked"),
  SHUTDOWN("shutdown"),
  PROTOCOL("protocol"),
  INTERNAL("internal");

  private static final AbortCode[] BY_CODE = values();

  private final String title;

  AbortCode(String title) {
    this.title = title;
  }

  int code() {
    return ordinal() + 1;
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
