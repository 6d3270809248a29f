package net.clusterlink.dataplane.protocol;

/** Why a tunnel takes no further session; in the order of their codes. */
public enum GoodbyeCode {
  IDLE("idle"),
  AGE("age"),
  DRAINING("draining"),
  CREDENTIALS("credentials"),
  PROTOCOL("protocol");

  private static final GoodbyeCode[] BY_CODE = values();

  private final String title;

  GoodbyeCode(String title) {
    this.title = title;
  }

  int code() {
    return ordinal() + 1;
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
