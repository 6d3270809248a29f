package net.clusterlink.api;

/** How an import chooses among its sources. */
public enum LoadBalancingScheme {
  /** Each session starts at the next source. */
  ROUND_ROBIN("round-robin"),
  /** Each session starts at a source drawn by chance. */
  RANDOM("random"),
  /** Every session takes the first source that can serve it, in the order written. */
  STATIC("static");

  private final String title;

  LoadBalancingScheme(String title) {
    this.title = title;
  }

  /** As written in an import's {@code lbScheme}. */
  public String title() {
    return title;
  }

  @Override
  public String toString() {
    return title;
  }
}
