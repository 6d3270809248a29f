package net.clusterlink.dataplane;

/** Which end of a session this gateway is. */
public enum Side {
  /** Beside the client: an import took the connection. */
  CLIENT("client"),
  /** Beside the service: an export is what the session goes to. */
  SERVICE("service");

  private final String title;

  Side(String title) {
    this.title = title;
  }

  @Override
  public String toString() {
    return title;
  }
}
