package net.clusterlink.dataplane.explain;

/** What one side would say to a session now. */
public enum Verdict {
  /** This side lets it pass; the other side decides on its own. */
  ALLOWED("allowed"),
  /** This side refuses it. */
  REFUSED("refused"),
  /** This side decides once it knows more. */
  UNDECIDED("undecided");

  private final String title;

  Verdict(String title) {
    this.title = title;
  }

  @Override
  public String toString() {
    return title;
  }
}
