package net.clusterlink.policy;

/** Whose policy it is; the administrator's stands above the application owner's. */
public enum Tier {
  /** Cluster-scoped, the administrator's. */
  PRIVILEGED("privileged"),
  /** Namespaced, the application owner's. */
  REGULAR("regular");

  private final String title;

  Tier(String title) {
    this.title = title;
  }

  @Override
  public String toString() {
    return title;
  }
}
